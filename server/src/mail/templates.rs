use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use super::{Mail, MailTemplate};
use crate::html::escape;

/// What ends every mail.
const FOOTER: &str = "If it was not you, ignore this mail.";

/// The texts of mails. In them `{{app}}`, `{{name}}`, `{{email}}`, `{{new_email}}` and `{{url}}` are
/// filled in, and `{{otp}}` where there is a code; in HTML what is filled in is escaped.
#[derive(Debug, Clone)]
pub struct Templates {
    app: String,
    replaced: HashMap<String, Texts>,
}

#[derive(Debug, Clone)]
pub(crate) struct Texts {
    subject: String,
    text: String,
    html: String,
}

/// What a mail is filled in with.
pub(crate) struct Facts<'f> {
    pub(crate) to: &'f str,
    pub(crate) name: &'f str,
    pub(crate) email: &'f str,
    pub(crate) new_email: &'f str,
    pub(crate) url: String,
    pub(crate) token: &'f str,
    pub(crate) otp: Option<&'f str>,
}

/// A template can't be read.
#[derive(Debug)]
pub struct TemplateError {
    file: PathBuf,
    source: Option<io::Error>,
}

impl Templates {
    /// The built-in texts, with the name of the application.
    pub fn new(app: impl Into<String>) -> Self {
        Self { app: app.into(), replaced: HashMap::new() }
    }

    /// Takes the place of built-in texts by what is in a folder: `reset-password.txt`, whose first
    /// line is `Subject: …`, and `reset-password.html`, and so on for each [`MailTemplate`], those
    /// of plugins included. Both files of a mail are replaced, or none.
    ///
    /// # Errors
    /// When a file is missing beside the other, can't be read, or has no subject.
    pub fn replace_from(mut self, folder: &Path) -> Result<Self, TemplateError> {
        let mut names: Vec<String> =
            MailTemplate::ALL.iter().map(|template| template.as_str().to_owned()).collect();
        // Which plugins there are is not known here: what has both files is meant.
        for file in fs::read_dir(folder).into_iter().flatten().flatten() {
            let file = file.path();
            let stem = file.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
            let has_both =
                file.with_extension("txt").exists() && file.with_extension("html").exists();
            names.extend(stem.filter(|stem| has_both && !names.contains(stem)));
        }
        for name in names {
            let file = |extension: &str| folder.join(format!("{name}.{extension}"));
            let (text, html) = (file("txt"), file("html"));
            if !text.exists() && !html.exists() {
                continue;
            }
            let read = |file: &Path| {
                fs::read_to_string(file)
                    .map_err(|source| TemplateError { file: file.to_owned(), source: Some(source) })
            };
            let content = read(&text)?;
            let (first, rest) = content.split_once('\n').unwrap_or((&content, ""));
            let Some(subject) = first.strip_prefix("Subject:") else {
                return Err(TemplateError { file: text, source: None });
            };
            let texts = Texts {
                subject: subject.trim().to_owned(),
                text: rest.trim_start_matches(['\r', '\n']).to_owned(),
                html: read(&html)?,
            };
            self.replaced.insert(name, texts);
        }
        Ok(self)
    }

    /// Writes a mail.
    pub(crate) fn write(&self, template: MailTemplate, facts: Facts<'_>) -> Mail {
        self.write_or(template, facts, || built_in_texts(template))
    }

    /// Writes a mail whose built-in texts the caller knows.
    pub(crate) fn write_or(
        &self,
        template: MailTemplate,
        facts: Facts<'_>,
        built_in: impl FnOnce() -> Texts,
    ) -> Mail {
        let own;
        let texts = match self.replaced.get(template.as_str()) {
            Some(texts) => texts,
            None => {
                own = built_in();
                &own
            }
        };
        let fill = |text: &str, write: fn(&str) -> String| {
            fill(text, |name| {
                Some(write(match name {
                    "app" => &self.app,
                    "name" => facts.name,
                    "email" => facts.email,
                    "new_email" => facts.new_email,
                    "url" => &facts.url,
                    "otp" => facts.otp.unwrap_or_default(),
                    _ => return None,
                }))
            })
        };
        Mail {
            to: facts.to.to_owned(),
            template,
            // A name may hold anything; a subject is one line.
            subject: fill(&texts.subject, str::to_owned).replace(char::is_control, " "),
            text: fill(&texts.text, str::to_owned),
            html: fill(&texts.html, escape),
            token: facts.token.to_owned(),
            otp: facts.otp.map(str::to_owned),
            url: facts.url,
        }
    }
}

/// Replaces `{{name}}`; what is no known name stays. What is filled in is not looked at again.
fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let found = after
            .split_once("}}")
            .and_then(|(name, after)| value(name.trim()).map(|value| (value, after)));
        match found {
            Some((value, after)) => {
                filled.push_str(&value);
                rest = after;
            }
            None => {
                filled.push_str("{{");
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

fn built_in_texts(template: MailTemplate) -> Texts {
    let (subject, sentence, action) = match template {
        MailTemplate::VerifyEmail => (
            "Verify your email address",
            "Please confirm that {{email}} is your email address.",
            "Verify email address",
        ),
        MailTemplate::ResetPassword => (
            "Reset your password",
            "Somebody, probably you, asked for a new password for {{email}}.",
            "Choose a new password",
        ),
        MailTemplate::ConfirmEmailChange => (
            "Confirm your new email address",
            "Somebody, probably you, asked to change the address of your account to {{new_email}}.",
            "Allow the change",
        ),
        MailTemplate::Plugin(name) => (name, "", ""),
        MailTemplate::DeleteAccount => (
            "Delete your account",
            "Somebody, probably you, asked to delete the account of {{email}}. This can't be undone.",
            "Delete the account",
        ),
    };
    Texts::with_link(subject, sentence, action)
}

impl Texts {
    /// A subject, a sentence, and a code to type in.
    pub(crate) fn with_code(subject: &str, sentence: &str) -> Self {
        Self {
            subject: format!("{subject} – {{{{app}}}}"),
            text: format!("Hello {{{{name}}}},\n\n{sentence}\n\n{{{{otp}}}}\n\n{FOOTER}\n"),
            html: format!(
                "<!doctype html>\n<html lang=\"en\">\n<body>\n<p>Hello {{{{name}}}},</p>\n<p>{sentence}\
                 </p>\n<p><strong>{{{{otp}}}}</strong></p>\n<p>{FOOTER}</p>\n</body>\n</html>\n"
            ),
        }
    }

    /// A subject, a sentence, and what the link does.
    pub(crate) fn with_link(subject: &str, sentence: &str, action: &str) -> Self {
        Self {
            subject: format!("{subject} – {{{{app}}}}"),
            text: format!(
                "Hello {{{{name}}}},\n\n{sentence}\n\n{action}:\n{{{{url}}}}\n\n{FOOTER}\n"
            ),
            html: format!(
                "<!doctype html>\n<html lang=\"en\">\n<body>\n<p>Hello {{{{name}}}},</p>\n<p>{sentence}\
             </p>\n<p><a href=\"{{{{url}}}}\">{action}</a></p>\n<p>{FOOTER}</p>\n</body>\n</html>\n"
            ),
        }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(_) => write!(f, "the template {} can't be read", self.file.display()),
            None => write!(f, "{} must begin with a line `Subject: …`", self.file.display()),
        }
    }
}

impl std::error::Error for TemplateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts<'f>(name: &'f str) -> Facts<'f> {
        Facts {
            to: "ada@example.test",
            name,
            email: "ada@example.test",
            new_email: "",
            url: "https://example.test/?a=1&b=2".to_owned(),
            token: "t",
            otp: None,
        }
    }

    #[test]
    fn what_is_filled_in_is_text_in_html_and_one_line_in_a_subject() {
        let templates = Templates::new("App\r\nBcc: eve@example.test");
        let mail =
            templates.write(MailTemplate::ResetPassword, facts("<script>alert(1)</script>{{url}}"));
        assert_eq!(mail.subject, "Reset your password – App  Bcc: eve@example.test");
        assert!(mail.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;{{url}}"));
        assert!(mail.html.contains("href=\"https://example.test/?a=1&amp;b=2\""));
        assert!(mail.text.contains("https://example.test/?a=1&b=2"));
    }

    #[test]
    fn texts_come_from_a_folder_where_it_has_them() {
        let folder = std::env::temp_dir().join(format!("signet-templates-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("reset-password.txt"), "Subject: Hi {{name}}\n\n{{url}}").unwrap();
        let missing = Templates::new("App").replace_from(&folder).unwrap_err();
        assert!(missing.to_string().contains("reset-password.html"));
        fs::write(folder.join("reset-password.html"), "<b>{{ name }}</b> {{other}}").unwrap();
        let templates = Templates::new("App").replace_from(&folder).unwrap();
        let mail = templates.write(MailTemplate::ResetPassword, facts("Ada & Co"));
        assert_eq!(mail.subject, "Hi Ada & Co");
        assert_eq!(mail.text, "https://example.test/?a=1&b=2");
        assert_eq!(mail.html, "<b>Ada &amp; Co</b> {{other}}");
        let other = templates.write(MailTemplate::VerifyEmail, facts("Ada"));
        assert_eq!(other.subject, "Verify your email address – App");
        fs::write(folder.join("reset-password.txt"), "no subject").unwrap();
        assert!(Templates::new("App").replace_from(&folder).is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
