//! How a request leaves, and how its answer is read.

use std::future::Future;

use super::Value;

/// Sends requests, and names the environment's own values.
///
/// A request and its answer are one value of the host, the exchange. What hosts do by themselves
/// (addresses, headers, bodies, parsing, timeouts) is done there, in JavaScript's case by a module
/// of its own: written in Rust each step would pass the boundary. When which step is taken, and
/// what comes of it, is not the transport's.
///
/// An exchange has `options` (as the plugins have left them), `request` (what hooks and the host
/// see), `retry`, `attempt`, after [`Self::send`] its `response`, and after [`Self::read`] either
/// `onSuccess` (with the `data`) or `onError` (with `error` and `responseText`), or neither for an
/// answer to a question without a body.
pub trait Transport {
    /// The values that options, bodies and answers are made of.
    type Value: Value;

    /// What takes its time. Whatever the host throws comes back as it is.
    type Pending: Future<Output = Result<Self::Value, Self::Value>> + 'static;

    /// What all requests of a client share, from the options of `createAuthClient`: defaults, and
    /// the plugins before and after ours.
    fn shared(&self, options: &Self::Value) -> Self::Value;

    /// Makes an exchange: merges the options over the shared ones, lets the plugins change address
    /// and options, and builds address, headers and body. `attempt` is 0 for the first; `abort` is
    /// an `AbortController`.
    fn prepare(
        &self,
        path: &str,
        shared: &Self::Value,
        options: &Self::Value,
        attempt: f64,
        abort: &Self::Value,
    ) -> Self::Pending;

    /// Runs the hooks of one name, in order, each awaited; one that throws ends it. What
    /// `onRequest` returns is merged into the request; what `onResponse` returns, or the `response`
    /// in it, replaces the response. `part` is `hooks` for all, or those `before` or `after` ours.
    fn tell(&self, exchange: &Self::Value, name: &str, part: &str) -> Self::Pending;

    /// Sends the request by `customFetchImpl` or the host. After `timeout` milliseconds it is
    /// aborted, unless the caller has a signal.
    fn send(&self, exchange: &Self::Value) -> Self::Pending;

    /// Reads an answer by the type it declares: JSON and text through `jsonParser`, anything else
    /// as a blob. An error is what the body says plus the status; a body that is not JSON says
    /// nothing. JSON is read leniently, with dates, without keys that reach into prototypes.
    fn read(&self, exchange: &Self::Value) -> Self::Pending;

    /// What the caller gets: `{data, error}`; with the option `throw` the data, or the error to be
    /// thrown.
    fn result(&self, exchange: &Self::Value) -> Self::Value;

    /// Calls a function with one argument and waits for what it returns or promises.
    fn invoke(
        &self,
        function: &Self::Value,
        this: &Self::Value,
        argument: &Self::Value,
    ) -> Self::Pending;

    /// Waits for that many milliseconds.
    fn sleep(&self, delay: f64) -> Self::Pending;

    /// A new `AbortController`.
    fn controller(&self) -> Self::Value;
}
