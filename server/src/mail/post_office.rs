use std::sync::Arc;

use url::Url;

use super::templates::{Facts, Texts};
use super::{MailTemplate, Mailer, Templates};
use crate::background::Background;
use crate::db::UserRow;
use crate::mail::outbox::Outbox;
use crate::verification::{encode_component, link};

/// A mail of a plugin. The texts are those of a deployment that has none of its own.
#[derive(Clone, Copy)]
pub struct PluginMail<'m> {
    /// What it is called, such as `magic-link`: the name of its files.
    pub template: &'static str,
    /// The address it goes to.
    pub to: &'m str,
    /// The name of whom it goes to; may be empty.
    pub name: &'m str,
    /// The subject, before the name of the application.
    pub subject: &'m str,
    /// What it says, with `{{email}}` and the like.
    pub sentence: &'m str,
    /// What the link does; nothing without one.
    pub action: &'m str,
    /// The path of the link, below the mount point, with its query.
    pub path: Option<&'m str>,
    /// The token in the link.
    pub token: &'m str,
    /// The code that is to be typed in.
    pub otp: Option<&'m str>,
}

/// Whoever reads a mail can do what it is for.
impl std::fmt::Debug for PluginMail<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PluginMail").field("template", &self.template).finish_non_exhaustive()
    }
}

/// Writes the mails of the endpoints and sends them.
pub(crate) struct PostOffice {
    outbox: Outbox,
    templates: Templates,
    base_url: Url,
}

impl PostOffice {
    pub(crate) fn new(
        mailer: Arc<dyn Mailer>,
        background: Background,
        templates: Templates,
        base_url: Url,
    ) -> Self {
        Self { outbox: Outbox::new(mailer, background), templates, base_url }
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

    /// What a plugin has to say.
    pub(crate) fn of_plugin(&self, mail: &PluginMail<'_>) {
        let facts = Facts {
            to: mail.to,
            name: mail.name,
            email: mail.to,
            new_email: "",
            url: mail.path.map(|path| link(&self.base_url, path)).unwrap_or_default(),
            token: mail.token,
            otp: mail.otp,
        };
        let texts = || match mail.path {
            Some(_) => Texts::with_link(mail.subject, mail.sentence, mail.action),
            None => Texts::with_code(mail.subject, mail.sentence),
        };
        let template = MailTemplate::Plugin(mail.template);
        self.outbox.send(self.templates.write_or(template, facts, texts));
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
            otp: None,
        };
        self.outbox.send(self.templates.write(template, facts));
    }
}
