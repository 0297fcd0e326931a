//! The plugins that come with the server, and plugins as such.

mod interface;
mod magic_link;
