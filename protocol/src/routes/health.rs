//! `/ok` and `/error`.

use crate::describe::True;
use crate::{route, wire};

wire! {
    /// Asks whether the server answers.
    pub struct Health {}

    /// The answer of a server that is up.
    pub struct HealthReply {
        /// Always `true`.
        pub ok: True = "ok",
    }

    /// The page that a failed redirect ends at.
    pub struct ErrorPage {
        /// The code; one that is not made of letters, digits, `'`, `_` and `-` becomes `UNKNOWN`.
        pub error: Option<String> = "error",
        /// A sentence about it.
        pub error_description: Option<String> = "error_description",
    }
}

route! {
    Health => HealthReply: Get "/ok" { session: None, body: Ignored, changes_session: false }
    ErrorPage => String: Get "/error" { session: None, body: Ignored, changes_session: false }
}
