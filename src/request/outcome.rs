//! How a request ended, and what its caller gets.

use crate::environment::Value;

/// How a request ended that the server has answered.
#[derive(Clone)]
pub enum Outcome<V> {
    /// With success, and this data.
    Data(V),
    /// With success, to a question that has no body for an answer.
    Head,
    /// With an error.
    Failed {
        /// The fields of a JSON body, with `status` and `statusText`.
        error: V,
        /// The body: parsed JSON, else text.
        body: V,
        /// The text of the body.
        text: V,
    },
}

impl<V: Value> Outcome<V> {
    /// The caller's result: `{data, error}`, or with `throw` the data or a thrown error.
    pub fn into_result(self, throw: bool) -> Result<V, V> {
        match self {
            Self::Data(data) if throw => Ok(data),
            Self::Data(data) => Ok(envelope(&data, &V::null())),
            Self::Head => Ok(envelope(&V::from_text(""), &V::null())),
            Self::Failed { error, body, .. } if throw => Err(thrown(&error, &body)),
            Self::Failed { error, .. } => Ok(envelope(&V::null(), &error)),
        }
    }
}

/// The result of a request that never reached an answer, for clients that catch all errors.
#[inline(never)]
pub(super) fn caught<V: Value>(exception: &V) -> V {
    let error = V::object();
    error.set("status", &V::from_number(500.0));
    error.set_text("statusText", "Fetch Error");
    let message = "Fetch related error. Captured by catchAllError option. See error property for more details.";
    error.set_text("message", message);
    error.set("error", exception);
    envelope(&V::null(), &error)
}

#[inline(never)]
fn envelope<V: Value>(data: &V, error: &V) -> V {
    let envelope = V::object();
    envelope.set("data", data);
    envelope.set("error", error);
    envelope
}

#[inline(never)]
fn thrown<V: Value>(error: &V, body: &V) -> V {
    let (status, status_text) = (error.get("status"), error.get("statusText"));
    let message = if status_text.is_truthy() { &status_text } else { &status };
    let thrown = V::error("Error", &message.to_text());
    for (key, value) in
        [("status", &status), ("statusText", &status_text), ("error", body), ("cause", body)]
    {
        thrown.set(key, value);
    }
    thrown
}
