//! A route, declared once by its input type.

use crate::describe::{Describe, Model, Type};

/// The HTTP method of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

impl Method {
    /// The method as it stands in a request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// Which session a caller needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionRequirement {
    /// None: the endpoint works without a session.
    None,
    /// A valid session; one out of the cookie cache will do.
    Cached,
    /// A valid session read from storage, never from a cache.
    Sensitive,
    /// A valid session that began less than `freshAge` ago.
    Fresh,
}

/// What a route does with a request body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// It is never read.
    Ignored,
    /// JSON, or nothing at all.
    Optional,
    /// JSON.
    Required,
    /// JSON or `application/x-www-form-urlencoded`.
    RequiredOrForm,
    /// JSON, `application/x-www-form-urlencoded`, or nothing at all. What the query holds as well is
    /// taken from there.
    OptionalOrForm,
}

/// A route as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteInfo {
    /// The HTTP method.
    pub method: Method,
    /// The path below the base path, beginning with `/`. A segment `:name` is a parameter.
    pub path: &'static str,
    /// The session that a caller needs.
    pub session: SessionRequirement,
    /// What happens with the body.
    pub body: Body,
    /// Whether a success may change who is signed in or what the session holds.
    pub changes_session: bool,
    /// Fields of the body of a `POST` that may stand in the query instead.
    pub query: &'static [&'static str],
    /// Whether the client sends `POST` without arguments, although the body is required.
    pub without_arguments: bool,
    /// The input: the query of a `GET`, the body of a `POST`; and the parameters of the path.
    pub input: &'static Model,
    /// The data of a success.
    pub output: Type,
}

impl RouteInfo {
    /// The parameters of the path with their values, still percent-encoded, if this path is one of
    /// the route's.
    pub fn match_path<'p>(&self, path: &'p str) -> Option<Vec<(&'static str, &'p str)>> {
        let (mut declared, mut given) = (self.path.split('/'), path.split('/'));
        let mut parameters = Vec::new();
        loop {
            match (declared.next(), given.next()) {
                (None, None) => return Some(parameters),
                (Some(name), Some(value)) => match name.strip_prefix(':') {
                    Some(_) if value.is_empty() => return None,
                    Some(name) => parameters.push((name, value)),
                    None if name == value => {}
                    None => return None,
                },
                _ => return None,
            }
        }
    }

    /// Whether the path has parameters.
    pub fn has_parameters(&self) -> bool {
        self.path.contains("/:")
    }

    /// Whether the client sends `POST` even without arguments: the body may be left out, so the
    /// arguments can't tell.
    pub const fn posts_without_arguments(&self) -> bool {
        self.without_arguments || matches!((self.method, self.body), (Method::Post, Body::Optional))
    }
}

/// An input type that belongs to exactly one route.
pub trait Route {
    /// The data of a success.
    type Output: Describe;
    /// The declaration.
    const INFO: RouteInfo;
}

/// Declares routes: `Input => Output: Method "/path" { session, body, changes_session }`.
/// `query: ["name", …]` and `without_arguments: true` may follow.
#[macro_export]
macro_rules! route {
    ($(
        $input:ident => $output:ty: $method:ident $path:literal {
            session: $session:ident, body: $body:ident, changes_session: $changes:literal
            $(, query: [$($query:literal),*])? $(, without_arguments: $without:literal)?
        }
    )*) => {$(
        impl $crate::Route for $input {
            type Output = $output;
            const INFO: $crate::RouteInfo = $crate::RouteInfo {
                method: $crate::Method::$method,
                path: $path,
                session: $crate::SessionRequirement::$session,
                body: $crate::Body::$body,
                changes_session: $changes,
                query: &[$($($query),*)?],
                without_arguments: false $(|| $without)?,
                input: &$input::MODEL,
                output: <$output as $crate::describe::Describe>::TYPE,
            };
        }
    )*};
}
