use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_util::future::BoxFuture;

/// An async function that the application gives. Any closure that returns a future becomes one:
///
/// ```
/// use signet_auth_server::hooks::Callback;
///
/// let greet: Callback<String> = Callback::new(|name| async move { println!("Hello {name}") });
/// ```
pub struct Callback<I, O = ()> {
    function: Arc<Function<I, O>>,
}

type Function<I, O> = dyn Fn(I) -> BoxFuture<'static, O> + Send + Sync;

impl<I, O> Callback<I, O> {
    /// A callback that runs this function.
    pub fn new<F, R>(function: F) -> Self
    where
        F: Fn(I) -> R + Send + Sync + 'static,
        R: Future<Output = O> + Send + 'static,
    {
        Self { function: Arc::new(move |input| Box::pin(function(input))) }
    }

    pub(crate) fn call(&self, input: I) -> BoxFuture<'static, O> {
        (self.function)(input)
    }
}

impl<I, O> Clone for Callback<I, O> {
    fn clone(&self) -> Self {
        Self { function: Arc::clone(&self.function) }
    }
}

impl<I, O> fmt::Debug for Callback<I, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback(…)")
    }
}
