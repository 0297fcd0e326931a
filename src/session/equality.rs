//! Whether two answers say the same.

use crate::environment::{Kind, Value};

/// Structural equality of JSON values, dates included, and of errors by their message.
pub fn equal<V: Value>(a: &V, b: &V) -> bool {
    if a.same(b) {
        return true;
    }
    if a.kind() != Kind::Object
        || b.kind() != Kind::Object
        || !a.get("constructor").same(&b.get("constructor"))
    {
        return false;
    }
    let keys = a.keys();
    keys.len() == b.keys().len()
        && a.as_date() == b.as_date()
        && a.get("message").same(&b.get("message"))
        && keys.iter().all(|key| {
            let (of_a, of_b) = (a.get(key), b.get(key));
            equal(&of_a, &of_b)
        })
}
