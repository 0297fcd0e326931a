//! The holes that other libraries had, tried on every endpoint.

mod answers;
mod authorisation;
mod cookies;
mod headers;
mod hosts;
mod paths;
mod pre_registration;
mod rate_limits;
mod redirects;
mod tokens;

use signet_auth_server::options::Options;
use signet_auth_server::testing::{TestApp, TestMailbox};

/// A server where everything is switched on that an option can switch off.
async fn everything() -> (TestApp, TestMailbox) {
    everything_with(|_| ()).await
}

async fn everything_with(change: impl FnOnce(&mut Options)) -> (TestApp, TestMailbox) {
    TestApp::with_mail(|options| {
        options.user.change_email.enabled = true;
        options.user.change_email.send_confirmation = true;
        options.user.delete_user.enabled = true;
        options.user.delete_user.send_verification = true;
        change(options);
    })
    .await
}

/// The path and query of a link in a mail, below the base path.
fn below_base_path(url: &str) -> &str {
    url.strip_prefix("http://localhost:3000/api/auth").unwrap()
}
