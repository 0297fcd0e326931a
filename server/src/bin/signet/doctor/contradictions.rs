use signet_auth_server::Auth;
use signet_auth_server::db::Database;
use signet_auth_server::options::Secret;

use super::finding::{Finding, error};
use super::subject::Subject;
use crate::failure::Failure;
use crate::secret;

/// The server as it would be, or what it refuses when it is put together.
pub(super) async fn check(subject: &Subject) -> Result<Result<Auth, Finding>, Failure> {
    let mut options = subject.options().clone();
    if options.secret.is_none() && options.secrets.is_empty() {
        options.secret = Secret::new(secret::generate()?).ok();
    }
    if options.base_url.is_none() && subject.listen.ip().is_loopback() {
        // As `serve` does.
        options.base_url = Some(format!("http://{}", subject.listen));
    }
    let nothing = Database::connect("sqlite::memory:").await?;
    let built = Auth::builder().options(options).database(nothing).build().await;
    Ok(built.map_err(|refused| {
        error("configuration", refused.to_string(), "`signet serve` will not start with it.")
    }))
}
