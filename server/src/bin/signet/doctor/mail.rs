use signet_auth_server::config::MailTransport;
use url::Url;

use super::Check;
use super::finding::{Finding, error, warning};
use super::subject::{Subject, is_local};

pub(super) const CHECKS: &[Check] = &[
    needed,
    needed_by_plugins,
    without_base_url,
    unusable,
    for_development,
    plain_text,
    nobody_resets,
];

fn needed(subject: &Subject) -> Vec<Finding> {
    if subject.config.mail.transport.is_some() {
        return Vec::new();
    }
    let options = subject.options();
    let verification = &options.email_verification;
    [
        (
            "email_and_password.require_email_verification",
            options.email_and_password.require_email_verification,
            "nobody can sign in: no mail can verify an address",
        ),
        (
            "email_verification.send_on_sign_up",
            verification.send_on_sign_up == Some(true),
            "no mail can be sent",
        ),
        ("email_verification.send_on_sign_in", verification.send_on_sign_in, "no mail can be sent"),
        (
            "user.change_email.send_confirmation",
            options.user.change_email.send_confirmation,
            "no mail can be sent",
        ),
        (
            "user.delete_user.send_verification",
            options.user.delete_user.send_verification,
            "no mail can be sent: users are deleted without one",
        ),
    ]
    .into_iter()
    .filter(|(_, wanted, _)| *wanted)
    .map(|(key, _, what)| error(key, what, "Configure `[mail]`."))
    .collect()
}

fn needed_by_plugins(subject: &Subject) -> Vec<Finding> {
    if subject.config.mail.transport.is_some() {
        return Vec::new();
    }
    let plugins = subject.options().plugins.iter().filter(|plugin| plugin.needs_mail());
    let found = |id: &str| {
        let key = format!("plugins.{}", id.replace('-', "_"));
        error(key, "no mail can be sent", "Configure `[mail]`.")
    };
    plugins.map(|plugin| found(plugin.id())).collect()
}

fn without_base_url(subject: &Subject) -> Vec<Finding> {
    // On a loopback address `serve` knows it.
    let known = subject.options().base_url.is_some() || subject.listen.ip().is_loopback();
    if subject.config.mail.transport.is_none() || known {
        return Vec::new();
    }
    vec![error("mail", "mails need a base URL for their links", "Set SIGNET_URL.")]
}

fn unusable(subject: &Subject) -> Vec<Finding> {
    let mail = &subject.config.mail;
    let transport = mail.mailer().err();
    let texts = mail.texts(&subject.options().app_name).err();
    let error = |what| error("mail", what, "Compare with docs/configuration.md.");
    transport.into_iter().chain(texts).map(error).collect()
}

fn for_development(subject: &Subject) -> Vec<Finding> {
    let kind = match &subject.config.mail.transport {
        Some(MailTransport::Console) => "console",
        Some(MailTransport::File(_)) => "file",
        _ => return Vec::new(),
    };
    if !subject.is_public() {
        return Vec::new();
    }
    vec![error(
        "mail.transport",
        format!("`{kind}` delivers nothing, and whoever reads it can sign in as anybody"),
        "Use `smtp` or `webhook`.",
    )]
}

fn plain_text(subject: &Subject) -> Vec<Finding> {
    let url = match &subject.config.mail.transport {
        Some(MailTransport::Smtp { url, .. } | MailTransport::Webhook { url, .. }) => url,
        _ => return Vec::new(),
    };
    let Ok(url) = Url::parse(url) else { return Vec::new() };
    let tls = url.query_pairs().find(|(key, _)| key == "tls");
    let advice = match url.scheme() {
        "smtp" if tls.is_none_or(|(_, value)| value != "required") => {
            "Write `smtps://…`, or add `?tls=required`."
        }
        "http" => "Write `https://…`.",
        _ => return Vec::new(),
    };
    if is_local(&url) {
        return Vec::new();
    }
    let what = "mails leave in plain text: whoever is on the way can use their links";
    vec![warning("mail.url", what, advice)]
}

fn nobody_resets(subject: &Subject) -> Vec<Finding> {
    if subject.config.mail.transport.is_some()
        || !subject.options().email_and_password.enabled
        || !subject.is_public()
    {
        return Vec::new();
    }
    vec![warning(
        "mail",
        "who forgets their password is locked out: no mail is sent",
        "Configure `[mail]`.",
    )]
}
