//! Plugins: the interface, by plugins that stand here, and those that come along.

mod notes;

mod email_otp;
mod interface;
mod magic_link;
mod passkey;
mod rows;
mod take_back;
mod two_factor;
mod username;
