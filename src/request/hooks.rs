//! What applications and plugins want to be told on the way.

use super::config::Plugin;
use crate::environment::{Page, Value};

/// The hooks of one attempt: the call's own, then each plugin's in order. They run one after the
/// other, each awaited; one that throws ends the call.
pub(super) struct Hooks<V> {
    own: V,
    plugins: Vec<Plugin<V>>,
}

impl<V: Value> Hooks<V> {
    pub(super) fn new(own: &V, plugins: &[Plugin<V>]) -> Self {
        Self { own: own.clone(), plugins: plugins.to_vec() }
    }

    /// Runs the hooks of one name. What `onRequest` returns is merged into its context; what
    /// `onResponse` returns, or the `response` in it, replaces the response.
    pub(super) async fn run<P: Page<Value = V>>(
        &self,
        page: &P,
        name: &str,
        context: &V,
    ) -> Result<(), V> {
        let mut plugins = self.plugins.iter();
        let mut hooks = self.own.clone();
        loop {
            let hook = hooks.get(name);
            if hook.is_function() {
                let own_context = self.context(name, context)?;
                let result = hook.invoke(&V::undefined(), &[&own_context]).await?;
                take(name, context, &result);
            }
            hooks = match plugins.next() {
                Some(Plugin::Host(plugin)) => plugin.get("hooks"),
                Some(Plugin::Redirect) => {
                    if name == "onSuccess" {
                        follow(page, &context.get("data"));
                    }
                    V::undefined()
                }
                None => return Ok(()),
            };
        }
    }

    /// Each hook has a context of its own, so that what one replaces does not reach the next; only
    /// a request is there to be changed.
    #[inline(never)]
    fn context(&self, name: &str, context: &V) -> Result<V, V> {
        if name == "onRequest" {
            return Ok(context.clone());
        }
        let own_context = context.copy();
        if self.own.get("hookOptions").has("cloneResponse") {
            own_context.set("response", &context.get("response").method("clone", &[])?);
        }
        Ok(own_context)
    }
}

/// Takes over what a hook returned.
#[inline(never)]
fn take<V: Value>(name: &str, context: &V, result: &V) {
    if !result.is_truthy() {
        return;
    }
    if name == "onRequest" {
        context.assign(result);
    } else if name == "onResponse" {
        let inner = result.get("response");
        let is_response = result.get("status").as_number().is_some();
        context.set("response", if is_response { result } else { &inner });
    }
}

/// Goes where an answer leads, as in social sign-in, unless the address would run as code.
#[inline(never)]
fn follow<P: Page>(page: &P, data: &P::Value) {
    let url = data.get("url");
    if url.is_truthy() && data.has("redirect") && is_safe(&url) {
        page.navigate(&url);
    }
}

#[inline(never)]
fn is_safe<V: Value>(url: &V) -> bool {
    // What is no URL of its own is relative to the page.
    V::new("URL", &[url]).map_or(true, |url| {
        let protocol = url.get("protocol").as_text();
        !matches!(protocol.as_deref(), Some("javascript:" | "data:" | "vbscript:"))
    })
}
