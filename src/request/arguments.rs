//! What the arguments of a call mean.

use signet_auth_protocol::routes;

use super::path::from_names;
use crate::environment::{Kind, Value};

/// A call of the client, ready to be sent.
pub struct Call<V> {
    /// The path below the base path.
    pub path: String,
    /// Options of the request: method, body, query, and what the caller gave.
    pub options: V,
}

/// Reads `client.a.b(argument, options)`. The argument is the body, apart from its `query` and its
/// `fetchOptions`, which beat the second argument. The method is the one that a plugin or the
/// protocol forces on the path, else the caller's, else `POST` when there is a body.
#[inline(never)]
pub fn read<V: Value>(names: &[V], arguments: &[V], forced_methods: &V) -> Call<V> {
    let path = from_names(names);
    let argument = arguments.first().cloned().unwrap_or_else(V::undefined);
    let body = argument.copy();
    let options = arguments.get(1).cloned().unwrap_or_else(V::undefined).copy();
    options.assign(&argument.get("fetchOptions"));
    body.remove("fetchOptions");
    body.remove("query");

    let method = method(&path, &options, &body, forced_methods);
    if carries_body(&method) {
        body.assign(&options.get("body"));
        options.set("body", &body);
    } else {
        options.remove("body");
    }
    options.set_text("method", &method);
    let query = argument.get("query");
    if query.is_truthy() {
        options.set("query", &query);
    }
    Call { path, options }
}

#[inline(never)]
fn method<V: Value>(path: &str, options: &V, body: &V, forced: &V) -> String {
    if let Some(method) = forced.get(path).as_text() {
        return method;
    }
    if routes::posts_without_arguments(path) {
        return "POST".into();
    }
    match options.get("method") {
        method if method.kind() == Kind::Text && method.is_truthy() => method.to_text(),
        _ if body.keys().is_empty() => "GET".into(),
        _ => "POST".into(),
    }
}

#[inline(never)]
fn carries_body(method: &str) -> bool {
    ["POST", "PUT", "PATCH", "DELETE"].iter().any(|known| known.eq_ignore_ascii_case(method))
}
