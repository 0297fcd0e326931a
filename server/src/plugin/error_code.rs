use crate::error::ApiError;

/// A failure that a plugin declares: `code` and `message` of the body, and the status.
///
/// ```
/// use signet_auth_server::ApiError;
/// use signet_auth_server::plugin::PluginError;
///
/// const TAKEN: PluginError = PluginError::new(400, "USERNAME_TAKEN", "Username is taken");
/// let error: ApiError = TAKEN.into();
/// # assert_eq!(error.status(), 400);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PluginError {
    /// The HTTP status.
    pub status: u16,
    /// What went wrong, for programs.
    pub code: &'static str,
    /// What went wrong, for people.
    pub message: &'static str,
}

impl PluginError {
    /// A failure with these.
    pub const fn new(status: u16, code: &'static str, message: &'static str) -> Self {
        Self { status, code, message }
    }

    /// The same failure with another status.
    #[must_use]
    pub const fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }
}

/// Declares failures, each a constant that is called as its code is, with status and message.
///
/// ```
/// signet_auth_server::plugin_errors! {
///     USERNAME_TAKEN = 400, "Username is taken";
/// }
/// # assert_eq!(USERNAME_TAKEN.code, "USERNAME_TAKEN");
/// ```
#[macro_export]
macro_rules! plugin_errors {
    ($($name:ident = $status:literal, $message:literal;)*) => {
        $(
            #[doc = $message]
            pub const $name: $crate::plugin::PluginError =
                $crate::plugin::PluginError::new($status, stringify!($name), $message);
        )*
    };
}

impl From<PluginError> for ApiError {
    fn from(error: PluginError) -> Self {
        Self::declared(error.status, error.code, error.message)
    }
}
