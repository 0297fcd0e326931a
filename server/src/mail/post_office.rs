use std::sync::Arc;

use url::Url;

use super::templates::Facts;
use super::{MailTemplate, Mailer, Templates};
use crate::db::UserRow;
use crate::mail::outbox::Outbox;
use crate::verification::{encode_component, link};

/// Writes the mails of the endpoints and sends them.
pub(crate) struct PostOffice {
    outbox: Outbox,
    templates: Templates,
    base_url: Url,
}

impl PostOffice {
    pub(crate) fn new(mailer: Arc<dyn Mailer>, templates: Templates, base_url: Url) -> Self {
        Self { outbox: Outbox::new(mailer), templates, base_url }
    }

    /// A link that verifies an address: the user's own, or the one that they want.
    pub(crate) fn verify_email(&self, user: &UserRow, to: &str, token: &str, target: Option<&str>) {
        let path = self.verification_path(token, target);
        self.send(MailTemplate::VerifyEmail, user, to, "", token, &path);
    }

    /// Asks the owner of the present address whether it may change.
    pub(crate) fn confirm_email_change(
        &self,
        user: &UserRow,
        new_email: &str,
        token: &str,
        target: Option<&str>,
    ) {
        let path = self.verification_path(token, target);
        self.send(MailTemplate::ConfirmEmailChange, user, &user.email, new_email, token, &path);
    }

    /// A link that sets a new password.
    pub(crate) fn reset_password(&self, user: &UserRow, token: &str, target: Option<&str>) {
        let target = encode_component(target.unwrap_or_default());
        let path = format!("/reset-password/{token}?callbackURL={target}");
        self.send(MailTemplate::ResetPassword, user, &user.email, "", token, &path);
    }

    /// A link that deletes the user.
    pub(crate) fn delete_account(&self, user: &UserRow, token: &str, target: Option<&str>) {
        let target = encode_component(target.filter(|url| !url.is_empty()).unwrap_or("/"));
        let path = format!("/delete-user/callback?token={token}&callbackURL={target}");
        self.send(MailTemplate::DeleteAccount, user, &user.email, "", token, &path);
    }

    /// Waits until all mails have left.
    pub(crate) async fn drain(&self) {
        self.outbox.drain().await;
    }

    fn verification_path(&self, token: &str, target: Option<&str>) -> String {
        let target = encode_component(target.filter(|url| !url.is_empty()).unwrap_or("/"));
        format!("/verify-email?token={token}&callbackURL={target}")
    }

    fn send(
        &self,
        template: MailTemplate,
        user: &UserRow,
        to: &str,
        new_email: &str,
        token: &str,
        path: &str,
    ) {
        let facts = Facts {
            to,
            name: &user.name,
            email: to,
            new_email,
            url: link(&self.base_url, path),
            token,
        };
        self.outbox.send(self.templates.write(template, facts));
    }
}
