use crate::db::UserRow;
use crate::oauth::UserAtProvider;
use crate::options::AccountLinking;

/// An address that its owner has proved to own, or whose proof the deployment does without. Accounts
/// come to a user only where both sides have one: otherwise whoever signs up first with an address,
/// here or at a provider, could take what belongs to its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VerifiedEmail(String);

impl VerifiedEmail {
    /// The address that a provider vouches for, or says where it is trusted.
    pub(crate) fn at_provider(user: &UserAtProvider, is_trusted: bool) -> Option<Self> {
        let email = user.text("email")?;
        (is_trusted || user.is_email_verified()).then(|| Self(email.to_lowercase()))
    }

    /// The address of a user who has proved it, where that is asked for.
    pub(crate) fn of_user(user: &UserRow, options: &AccountLinking) -> Option<Self> {
        let is_proved = user.email_verified || !options.require_local_email_verified;
        is_proved.then(|| Self(user.email.to_lowercase()))
    }
}
