//! From a chain of names to a path: `signIn.email` is `/sign-in/email`.

use crate::environment::Value;

/// The path of a chain of names.
#[inline(never)]
pub fn from_names<V: Value>(names: &[V]) -> String {
    let mut path = String::new();
    for name in names {
        path.push('/');
        path.push_str(&V::kebab_case(name));
    }
    if path.is_empty() {
        path.push('/');
    }
    path
}
