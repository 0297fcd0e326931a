use std::sync::Arc;

use super::{Plugin, PluginContext, PluginRoute};
use crate::error::ApiError;
use crate::hooks::{Before, HookRequest, HookResponse};

/// The plugins of a deployment.
pub(crate) struct Plugins {
    all: Vec<Arc<dyn Plugin>>,
    routes: Vec<PluginRoute>,
}

impl Plugins {
    pub(crate) fn new(all: Vec<Arc<dyn Plugin>>) -> Self {
        let routes = all.iter().flat_map(|plugin| plugin.routes()).collect();
        Self { all, routes }
    }

    /// The route with this method and path that answers over HTTP.
    pub(crate) fn find<'r, 'p>(
        &'r self,
        method: &str,
        path: &'p str,
    ) -> Option<(&'r PluginRoute, Vec<(&'static str, &'p str)>)> {
        let of_method = self.routes.iter().filter(|route| route.is_http());
        let mut of_method = of_method.filter(|route| route.info().method.as_str() == method);
        of_method.find_map(|route| Some((route, route.info().match_path(path)?)))
    }

    /// The route with exactly this declaration.
    pub(crate) fn declared(&self, method: &str, path: &str) -> Option<&PluginRoute> {
        let is_it = |route: &&PluginRoute| {
            route.info().method.as_str() == method && route.info().path == path
        };
        self.routes.iter().find(is_it)
    }

    /// Whether any plugin wants to see calls of a route.
    pub(crate) fn see(&self, path: &str) -> bool {
        self.all.iter().any(|plugin| plugin.sees(path))
    }

    pub(crate) async fn run_before(
        &self,
        context: PluginContext<'_>,
        mut request: HookRequest,
    ) -> Result<Before, ApiError> {
        for plugin in self.all.iter().filter(|plugin| plugin.sees(request.path)) {
            match plugin.before(context, request).await? {
                Before::Continue(changed) => request = changed,
                answer @ Before::Answer(_) => return Ok(answer),
            }
        }
        Ok(Before::Continue(request))
    }

    pub(crate) async fn run_after(
        &self,
        context: PluginContext<'_>,
        request: &HookRequest,
        mut response: HookResponse,
    ) -> Result<HookResponse, ApiError> {
        for plugin in self.all.iter().filter(|plugin| plugin.sees(request.path)) {
            response = plugin.after(context, request, response).await?;
        }
        Ok(response)
    }
}
