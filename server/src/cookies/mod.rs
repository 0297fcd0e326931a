//! Cookies: their names and attributes as configured, signed values, those of a request and those
//! of a reply.

mod attributes;
mod chunks;
mod jar;
mod request;
mod signed;
mod template;

pub use jar::CookieConfigError;
pub(crate) use jar::CookieJar;
pub(crate) use request::RequestCookies;
pub use template::SetCookie;
pub(crate) use template::{Age, Template};
