use signet_auth_protocol::ErrorCode;

use crate::context::Context;
use crate::error::ApiError;

/// Whether a password may be set. Lengths count in UTF-16 code units, of the password as it was
/// sent.
pub(crate) fn check_new_password(context: &Context, password: &str) -> Result<(), ApiError> {
    if length(password) < context.options.email_and_password.min_password_length {
        return Err(ApiError::new(ErrorCode::PasswordTooShort));
    }
    check_password_length(context, password)
}

/// Whether a password is short enough to be hashed: none that was set is longer.
pub(crate) fn check_password_length(context: &Context, password: &str) -> Result<(), ApiError> {
    if length(password) > context.options.email_and_password.max_password_length {
        return Err(ApiError::new(ErrorCode::PasswordTooLong));
    }
    Ok(())
}

fn length(password: &str) -> usize {
    password.encode_utf16().count()
}
