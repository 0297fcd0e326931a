use std::fmt;
use std::sync::Arc;

use signet_auth_protocol::limits;

use crate::db::UserRow;
use crate::endpoints::User;
use crate::error::ApiError;
use crate::hooks::Callback;

/// Sign-up and sign-in with e-mail and password.
#[derive(Clone)]
pub struct EmailAndPassword {
    /// Whether the endpoints work. Default `true`.
    pub enabled: bool,
    /// Whether sign-up is refused. Default `false`.
    pub disable_sign_up: bool,
    /// Whether a sign-up also signs in. Default `true`. When it does not, the answer to a sign-up
    /// with a taken address can't be told from a success.
    pub auto_sign_in: bool,
    /// Whether a sign-in needs a verified address. Default `false`. The answer to a sign-up with a
    /// taken address then can't be told from a success.
    pub require_email_verification: bool,
    /// Whether a mail may set a new password. Default `true`; it needs a mailer.
    pub send_reset_password: bool,
    /// How long its link works. Default 1 hour.
    pub reset_password_token_expires_in: i64,
    /// Whether a new password that was set by mail ends all sessions. Default `false`.
    pub revoke_sessions_on_password_reset: bool,
    /// In UTF-16 code units. Default 8.
    pub min_password_length: usize,
    /// In UTF-16 code units. Default 128.
    pub max_password_length: usize,
    /// Runs after a password was set by mail, on the user. An error is the answer of the request,
    /// though the password is set.
    pub on_password_reset: Option<Callback<UserRow, Result<(), ApiError>>>,
    /// Runs when somebody signs up with an address that is taken and the answer does not say so, on
    /// the user who has it: they may be told. What fails is logged, and the answer stays.
    pub on_existing_user_sign_up: Option<Callback<UserRow, Result<(), ApiError>>>,
    /// Makes the answer to a sign-up with a taken address look like the users of this deployment,
    /// where plugins or hooks give new users what the request does not hold.
    pub custom_synthetic_user: Option<Arc<SyntheticUser>>,
    /// What takes the place of scrypt. A database that Better Auth shares needs scrypt.
    pub password: Option<Arc<dyn PasswordHasher>>,
}

impl Default for EmailAndPassword {
    fn default() -> Self {
        Self {
            enabled: true,
            disable_sign_up: false,
            auto_sign_in: true,
            require_email_verification: false,
            send_reset_password: true,
            reset_password_token_expires_in: 60 * 60,
            revoke_sessions_on_password_reset: false,
            min_password_length: limits::MIN_PASSWORD_LENGTH,
            max_password_length: limits::MAX_PASSWORD_LENGTH,
            on_password_reset: None,
            on_existing_user_sign_up: None,
            custom_synthetic_user: None,
            password: None,
        }
    }
}

impl fmt::Debug for EmailAndPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmailAndPassword")
            .field("enabled", &self.enabled)
            .field("disable_sign_up", &self.disable_sign_up)
            .field("auto_sign_in", &self.auto_sign_in)
            .field("require_email_verification", &self.require_email_verification)
            .field("send_reset_password", &self.send_reset_password)
            .field("reset_password_token_expires_in", &self.reset_password_token_expires_in)
            .field("revoke_sessions_on_password_reset", &self.revoke_sessions_on_password_reset)
            .field("min_password_length", &self.min_password_length)
            .field("max_password_length", &self.max_password_length)
            .finish_non_exhaustive()
    }
}

/// Completes a user who does not exist.
pub type SyntheticUser = dyn Fn(User) -> User + Send + Sync;

/// Makes and checks password hashes. Called on threads of its own, so it may take its time.
///
/// ```
/// use std::sync::Arc;
///
/// use signet_auth_server::options::{EmailAndPassword, PasswordHashError, PasswordHasher};
///
/// /// For a demonstration only: it protects nothing.
/// struct Reversed;
///
/// impl PasswordHasher for Reversed {
///     fn hash(&self, password: &str) -> Result<String, PasswordHashError> {
///         Ok(password.chars().rev().collect())
///     }
///
///     fn verify(&self, hash: &str, password: &str) -> Result<bool, PasswordHashError> {
///         Ok(self.hash(password)? == hash)
///     }
/// }
///
/// let options = EmailAndPassword { password: Some(Arc::new(Reversed)), ..Default::default() };
/// ```
pub trait PasswordHasher: Send + Sync {
    /// The text to store for a password.
    ///
    /// # Errors
    /// When the function itself fails.
    fn hash(&self, password: &str) -> Result<String, PasswordHashError>;

    /// Whether the password is the one that `hash` was made of.
    ///
    /// # Errors
    /// When `hash` is no hash of this function, or the function itself fails.
    fn verify(&self, hash: &str, password: &str) -> Result<bool, PasswordHashError>;
}

/// A hash function failed. The message must hold neither password nor hash: it is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordHashError(&'static str);

impl PasswordHashError {
    /// An error with this message.
    pub const fn new(message: &'static str) -> Self {
        Self(message)
    }
}

impl fmt::Display for PasswordHashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for PasswordHashError {}
