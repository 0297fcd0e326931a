use super::Check;
use super::finding::{Finding, error, warning};
use super::subject::Subject;

pub(super) const CHECKS: &[Check] = &[missing, weak];

const MAKE_ONE: &str = "Make one with `signet secret` and set SIGNET_SECRET to it.";

fn missing(subject: &Subject) -> Vec<Finding> {
    let options = subject.options();
    if options.secret.is_some() || !options.secrets.is_empty() {
        return Vec::new();
    }
    let what = "no secret is configured";
    vec![if subject.is_public() {
        error("secret", what, MAKE_ONE)
    } else {
        warning("secret", format!("{what}; one is made and kept beside the database"), MAKE_ONE)
    }]
}

fn weak(subject: &Subject) -> Vec<Finding> {
    let options = subject.options();
    let one = options.secret.iter().map(|secret| ("secret".to_owned(), secret));
    let several = options
        .secrets
        .iter()
        .map(|secret| (format!("secrets, version {}", secret.version), &secret.value));
    one.chain(several)
        .filter_map(|(name, secret)| Some(error(name, secret.warning()?.to_string(), MAKE_ONE)))
        .collect()
}
