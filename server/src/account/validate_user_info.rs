use crate::context::Context;
use crate::error::ApiError;
use crate::hooks::UserInfo;

/// Asks the application whether it wants a user; 403 when it does not.
pub(crate) async fn validate_user_info(context: &Context, info: UserInfo) -> Result<(), ApiError> {
    let Some(validate) = &context.options.user.validate_user_info else { return Ok(()) };
    validate.call(info).await.map_err(|refused| {
        let message = refused.to_string();
        ApiError::custom(403, refused.error, message)
    })
}
