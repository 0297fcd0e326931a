//! `/ok`.

use signet_auth_protocol::describe::True;
use signet_auth_protocol::routes::{Health, HealthReply};

use crate::reply::Reply;

/// The server is up.
pub(crate) fn ok(_: Health) -> Reply<HealthReply> {
    Reply::new(HealthReply { ok: True })
}
