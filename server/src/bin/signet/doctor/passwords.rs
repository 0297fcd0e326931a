use super::Check;
use super::finding::{Finding, warning};
use super::subject::Subject;

pub(super) const CHECKS: &[Check] = &[short, sessions_survive_reset, unverified_change, lock_out];

/// NIST SP 800-63B-4, section 3.1.1.2: 15, or 8 where there is another factor, too.
const SHORT: usize = 8;

fn short(subject: &Subject) -> Vec<Finding> {
    let passwords = &subject.options().email_and_password;
    if !passwords.enabled || passwords.min_password_length >= SHORT {
        return Vec::new();
    }
    vec![warning(
        "email_and_password.min_password_length",
        format!("passwords of {} characters are soon guessed", passwords.min_password_length),
        "Ask for 8 at least; 15 are better.",
    )]
}

fn sessions_survive_reset(subject: &Subject) -> Vec<Finding> {
    let passwords = &subject.options().email_and_password;
    let can_be_reset = passwords.enabled
        && passwords.send_reset_password
        && subject.config.mail.transport.is_some();
    if !can_be_reset || passwords.revoke_sessions_on_password_reset {
        return Vec::new();
    }
    vec![warning(
        "email_and_password.revoke_sessions_on_password_reset",
        "whoever has stolen a session keeps it when its owner sets a new password by mail",
        "Set it to `true`.",
    )]
}

fn unverified_change(subject: &Subject) -> Vec<Finding> {
    let change = &subject.options().user.change_email;
    if !change.enabled || !change.update_email_without_verification {
        return Vec::new();
    }
    vec![warning(
        "user.change_email.update_email_without_verification",
        "users can take addresses that are not theirs",
        "Take it out, and configure `[mail]`.",
    )]
}

fn lock_out(subject: &Subject) -> Vec<Finding> {
    if !subject.options().account.account_linking.allow_unlinking_all {
        return Vec::new();
    }
    vec![warning(
        "account.account_linking.allow_unlinking_all",
        "users can lock themselves out",
        "Take it out.",
    )]
}
