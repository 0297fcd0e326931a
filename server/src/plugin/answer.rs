use std::future::Future;
use std::sync::Arc;

use serde::Serialize;

use super::PluginContext;
use crate::error::ApiError;
use crate::hooks::HookResponse;
use crate::reply::{Answer, Reply};

/// The function of a route: any async function of the plugin, the context and the input.
pub trait Handler<P, I>: Send + Sync + 'static {
    /// Runs it.
    fn call(
        &self,
        plugin: Arc<P>,
        context: PluginContext,
        input: I,
    ) -> impl Future<Output = Result<HookResponse, ApiError>> + Send + 'static;
}

impl<P, I, F, R, A> Handler<P, I> for F
where
    P: 'static,
    I: 'static,
    F: Fn(Arc<P>, PluginContext, I) -> R + Send + Sync + 'static,
    R: Future<Output = Result<A, ApiError>> + Send + 'static,
    A: IntoAnswer,
{
    fn call(
        &self,
        plugin: Arc<P>,
        context: PluginContext,
        input: I,
    ) -> impl Future<Output = Result<HookResponse, ApiError>> + Send + 'static {
        let answer = self(plugin, context, input);
        async move { answer.await?.into_answer() }
    }
}

/// What a route may give: a [`Reply`] is data, an [`Answer`] may be a redirect, and a
/// [`HookResponse`] anything else, such as a page.
pub trait IntoAnswer {
    /// The answer as hooks see it.
    ///
    /// # Errors
    /// When the data can't be written.
    fn into_answer(self) -> Result<HookResponse, ApiError>;
}

impl IntoAnswer for HookResponse {
    fn into_answer(self) -> Result<HookResponse, ApiError> {
        Ok(self)
    }
}

impl<T: Serialize> IntoAnswer for Reply<T> {
    fn into_answer(self) -> Result<HookResponse, ApiError> {
        let data = serde_json::to_value(&self.data).map_err(|error| {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "a reply of a plugin could not be written");
            ApiError::internal()
        })?;
        let mut response = HookResponse::json(data);
        if let Some(location) = self.location() {
            response.set_header("location", location.as_str());
        }
        Ok(response.with_cookies(self.cookies()))
    }
}

impl<T: Serialize> IntoAnswer for Answer<T> {
    fn into_answer(self) -> Result<HookResponse, ApiError> {
        match self {
            Self::Data(reply) => reply.into_answer(),
            Self::Redirect { to, cookies } => {
                Ok(HookResponse::redirect(&to).with_cookies(&cookies))
            }
        }
    }
}
