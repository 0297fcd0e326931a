//! Every route over HTTP, in process.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what fails in a helper fails its test"
)]

mod account;
mod advisories;
mod api;
mod change_email;
mod delete_user;
mod email_verification;
mod extract;
mod health;
mod hooks;
mod ids;
mod mounting;
mod password;
mod password_reset;
mod plugins;
mod request;
mod secondary_storage;
mod session;
mod sign_in;
mod sign_out;
mod sign_up;
mod social;
mod user;

use serde_json::{Value, json};

const PASSWORD: &str = "correct horse battery";

fn sign_up_body(email: &str) -> Value {
    json!({"name": "Ada Lovelace", "email": email, "password": PASSWORD})
}

fn sign_in_body(email: &str) -> Value {
    json!({"email": email, "password": PASSWORD})
}

fn failure(status: u16, code: &str, message: &str) -> (u16, String, String) {
    (status, code.to_owned(), message.to_owned())
}
