use signet_auth_protocol::plugins::email_otp::EmailOtpType;

use super::codes::name;
use super::{EmailOtp, StoreOtp};
use crate::ApiError;
use crate::plugin::{PluginHandle, Verifications};

/// What applications may do with the plugin by functions.
///
/// ```
/// # use signet_auth_server::{ApiError, Auth};
/// use signet_auth_server::plugins::email_otp::{EmailOtp, VerificationOtps};
/// use signet_auth_server::protocol::plugins::email_otp::EmailOtpType;
///
/// # async fn example(auth: &Auth) -> Result<(), ApiError> {
/// if let Some(email_otp) = auth.plugin::<EmailOtp>() {
///     let code = email_otp.create_otp("ada@example.test", EmailOtpType::SignIn).await?;
/// }
/// # Ok(())
/// # }
/// ```
pub trait VerificationOtps {
    /// Makes a code, which the application sends by itself.
    ///
    /// # Errors
    /// When it can't be stored.
    fn create_otp(
        &self,
        email: &str,
        r#type: EmailOtpType,
    ) -> impl Future<Output = Result<String, ApiError>> + Send;

    /// The code that is good now; `None` when there is none.
    ///
    /// # Errors
    /// 400 when only its hash is stored, or it can't be read.
    fn find_otp(
        &self,
        email: &str,
        r#type: EmailOtpType,
    ) -> impl Future<Output = Result<Option<String>, ApiError>> + Send;
}

impl VerificationOtps for PluginHandle<EmailOtp> {
    async fn create_otp(&self, email: &str, r#type: EmailOtpType) -> Result<String, ApiError> {
        let email = email.to_lowercase();
        self.new_code(self.context(), r#type, &email, &name(r#type, &email)).await
    }

    async fn find_otp(
        &self,
        email: &str,
        r#type: EmailOtpType,
    ) -> Result<Option<String>, ApiError> {
        let context = self.context();
        let found = context.verifications().find(&name(r#type, &email.to_lowercase())).await?;
        let Some(found) = found.filter(|found| found.expires_at >= context.now()) else {
            return Ok(None);
        };
        let store = &self.options.store_otp;
        if let StoreOtp::Hashed | StoreOtp::CustomHash(_) = store {
            let message = "OTP is hashed, cannot return the plain text OTP";
            return Err(ApiError::without_code(400, message));
        }
        let (stored, _) = Verifications::attempts(&found.value);
        let code = store.code(context, stored);
        Ok(Some(code.ok_or_else(|| ApiError::without_code(400, "the code can't be read"))?))
    }
}
