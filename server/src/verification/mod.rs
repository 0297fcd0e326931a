//! Proofs that somebody has read a mail: tokens that are stored and redeemed once, and signed
//! tokens that stand for themselves.

mod email_token;
mod link;
mod stored;
mod token;
mod verifications;

pub(crate) use email_token::{EmailClaims, EmailTokenError, EmailTokens, RequestType};
pub(crate) use link::{encode_component, link};
#[cfg(feature = "plugin-magic-link")]
pub(crate) use token::Purpose;
pub(crate) use token::{AuthState, DeleteAccount, OfPlugin, ResetPassword, Token};
pub(crate) use verifications::{Found, Verifications};
