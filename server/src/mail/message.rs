use std::fmt;

use serde::Serialize;

/// A mail, ready to be sent. As JSON it is what the `file` transport writes.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// The address it goes to.
    pub to: String,
    /// What it is about.
    pub template: MailTemplate,
    /// The subject, one line.
    pub subject: String,
    /// The text for clients that show no HTML.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The link in it.
    pub url: String,
    /// The token in the link.
    pub token: String,
    /// The code that is to be typed in, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otp: Option<String>,
}

/// Whoever reads a mail can do what it is for.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("template", &self.template).finish_non_exhaustive()
    }
}

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MailTemplate {
    /// Verifies an address.
    VerifyEmail,
    /// Sets a new password.
    ResetPassword,
    /// Asks the owner of the old address about a new one.
    ConfirmEmailChange,
    /// Deletes the user.
    DeleteAccount,
    /// What a plugin sends under this name.
    Plugin(&'static str),
}

impl Serialize for MailTemplate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl MailTemplate {
    /// All templates of the server itself.
    pub const ALL: [Self; 4] =
        [Self::VerifyEmail, Self::ResetPassword, Self::ConfirmEmailChange, Self::DeleteAccount];

    /// What its files are called.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify-email",
            Self::ResetPassword => "reset-password",
            Self::ConfirmEmailChange => "confirm-email-change",
            Self::DeleteAccount => "delete-account",
            Self::Plugin(name) => name,
        }
    }
}
