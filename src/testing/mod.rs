//! The environment as fakes: a scripted server, a clock that stands still, a page without a
//! browser. What a client does can be said in native tests, to the millisecond.
//!
//! ```
//! use signet_auth::testing::{FakeEnvironment, FakeValue};
//! use signet_auth::client::Client;
//! use signet_auth::environment::Value;
//!
//! let environment = FakeEnvironment::new();
//! environment.answer(200, r#"{"ok":true}"#);
//! let client = Client::new(environment.clone(), &FakeValue::json(r#"{"baseURL":"http://a"}"#), None);
//! let result = environment.block_on(client.call(&[FakeValue::from_text("ok")], &[])).unwrap();
//! assert!(result.get("data").has("ok"));
//! assert_eq!(environment.sent(), ["GET http://a/ok"]);
//! ```

mod classes;
mod environment;
mod kebab_case;
mod passkeys;
mod promise;
mod request;
mod tasks;
mod transport;
mod value;

pub use environment::{FakeEnvironment, FakeRequest, FakeTimer, FakeWatch};
pub use promise::Promise;
pub use value::FakeValue;
