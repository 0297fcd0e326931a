//! An authenticator that does as the test says.

use std::future::ready;

use super::{FakeEnvironment, FakeValue};
use crate::environment::{Passkeys, Transport, Value};

impl Passkeys for FakeEnvironment {
    fn create_passkey(&self, options: &FakeValue, unasked: bool) -> <Self as Transport>::Pending {
        Box::pin(ready(self.perform("create", options, unasked)))
    }

    fn get_passkey(&self, options: &FakeValue, auto_fill: bool) -> <Self as Transport>::Pending {
        Box::pin(ready(self.perform("get", options, auto_fill)))
    }
}

impl FakeEnvironment {
    fn perform(
        &self,
        ceremony: &str,
        options: &FakeValue,
        conditional: bool,
    ) -> Result<FakeValue, FakeValue> {
        let mediation = if conditional { " conditional" } else { "" };
        let options = options.to_json().unwrap_or_default();
        self.note_ceremony(format!("{ceremony}{mediation} {options}"));
        self.next_ceremony().ok_or_else(|| {
            let declined = FakeValue::error("Error", "declined");
            declined.set_text("name", "NotAllowedError");
            declined
        })
    }
}
