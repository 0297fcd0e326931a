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
}

/// A route as data.
#[derive(Debug, PartialEq, Eq)]
pub struct RouteInfo {
    /// The HTTP method.
    pub method: Method,
    /// The path below the base path, beginning with `/`.
    pub path: &'static str,
    /// The session that a caller needs.
    pub session: SessionRequirement,
    /// What happens with the body.
    pub body: Body,
    /// Whether a success may change who is signed in or what the session holds.
    pub changes_session: bool,
    /// The input: the query of a `GET`, the body of a `POST`.
    pub input: &'static Model,
    /// The data of a success.
    pub output: Type,
}

impl RouteInfo {
    /// Whether the client sends `POST` even without arguments: the body may be left out, so the
    /// arguments can't tell.
    pub const fn posts_without_arguments(&self) -> bool {
        matches!((self.method, self.body), (Method::Post, Body::Optional))
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
#[macro_export]
macro_rules! route {
    ($(
        $input:ident => $output:ty: $method:ident $path:literal {
            session: $session:ident, body: $body:ident, changes_session: $changes:literal
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
                input: &$input::MODEL,
                output: <$output as $crate::describe::Describe>::TYPE,
            };
        }
    )*};
}
