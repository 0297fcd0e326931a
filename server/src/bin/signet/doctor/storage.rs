use super::finding::{Finding, error};
use super::subject::Subject;

/// A key that nobody has.
const KEY: &str = "signet-doctor";

/// Whether Redis answers.
pub(super) async fn check(subject: &Subject) -> Option<Finding> {
    let storage = subject.options().secondary_storage.as_ref()?;
    let failure = storage.get(KEY).await.err()?;
    Some(error(
        "redis.url",
        failure.to_string(),
        "See that Redis runs and that the URL is right, with its password.",
    ))
}
