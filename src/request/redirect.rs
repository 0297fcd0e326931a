//! Going where an answer leads, as in social sign-in.

use crate::environment::{Page, Value};

/// Follows an answer with `url` and `redirect`, unless the address would run as code.
#[inline(never)]
pub(super) fn follow<P: Page>(page: &P, data: &P::Value) {
    let url = data.get("url");
    if url.is_truthy()
        && data.has("redirect")
        && !matches!(page.scheme(&url).as_deref(), Some("javascript:" | "data:" | "vbscript:"))
    {
        page.navigate(&url);
    }
}
