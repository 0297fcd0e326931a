//! One function per route. They see the context, the caller and a typed input, and give a reply or
//! an error; HTTP is not theirs.

pub(crate) mod account;
pub(crate) mod account_tokens;
pub(crate) mod change_email;
pub(crate) mod delete_user;
pub(crate) mod email_verification;
pub(crate) mod error_page;
pub(crate) mod health;
pub(crate) mod oauth_callback;
pub(crate) mod password;
pub(crate) mod password_reset;
pub(crate) mod session;
mod session_answer;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod sign_up;
pub(crate) mod social;
pub(crate) mod update;

use signet_auth_protocol::models;

pub(crate) use email_verification::mail_verification;
pub(crate) use session_answer::SessionAnswer;

use crate::db::{Additional, SessionRow, UserRow};

/// A user on the wire, with the additional fields.
pub type User = models::User<Additional>;
/// A session on the wire, with the additional fields.
pub type Session = models::Session<Additional>;

/// A user as clients see it.
pub(crate) fn user(row: UserRow) -> User {
    User {
        name: row.name,
        email: row.email,
        email_verified: row.email_verified,
        image: row.image.into(),
        created_at: row.created_at,
        updated_at: row.updated_at,
        additional: row.additional,
        id: row.id,
    }
}

/// A session as its user sees it.
pub(crate) fn session_of(row: SessionRow) -> Session {
    Session {
        expires_at: row.expires_at,
        token: row.token,
        created_at: row.created_at,
        updated_at: row.updated_at,
        ip_address: row.ip_address.into(),
        user_agent: row.user_agent.into(),
        user_id: row.user_id,
        additional: row.additional,
        id: row.id,
    }
}
