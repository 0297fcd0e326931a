//! The declarations of the plugins that come along: a file for each.

use super::{HEADER, camel_case, declarations, mentions, methods, models_of};
use crate::{RouteInfo, plugins};

/// Name and content of each file.
pub(super) fn files() -> impl Iterator<Item = (String, String)> {
    plugins::ALL.iter().map(|(name, routes)| {
        let name = name.replace('_', "-");
        (format!("plugins/{name}.d.ts"), file(&name, routes))
    })
}

fn file(name: &str, routes: &'static [RouteInfo]) -> String {
    let mut own = models_of(routes.iter());
    let known = models_of(super::called());
    own.retain(|name, _| !known.contains_key(name));
    let declarations = declarations(own.into_values());
    let body = methods(routes.iter());
    let mut imported: Vec<_> = known.into_keys().collect();
    imported.retain(|name| mentions(&body, name) || mentions(&declarations, name));
    let import = match imported.join(", ") {
        names if names.is_empty() => names,
        names => format!("import type {{ {names} }} from \"../models.js\";\n"),
    };
    let interface = camel_case(&format!("-{name}"));
    format!(
        "{HEADER}import type {{ Call }} from \"../../core/types.js\";\n{import}\n{declarations}/** The routes of the plugin as methods. */\nexport interface {interface}Routes {{\n{body}}}\n",
    )
}
