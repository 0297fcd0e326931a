//! `cargo xtask generate`: the files that are made from the protocol.

use std::fs;

use anyhow::Result;

use crate::workspace;

pub(crate) fn run() -> Result<()> {
    let folder = workspace::root().join("bindings/generated");
    fs::create_dir_all(folder.join("plugins"))?;
    for (name, content) in signet_auth_protocol::typescript::files() {
        fs::write(folder.join(name), content)?;
    }
    fs::write(folder.join("social-providers.d.ts"), social_providers()?)?;
    Ok(())
}

/// The names of the providers that the server knows: those of the files that describe them.
fn social_providers() -> Result<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(workspace::root().join("server/src/oauth/providers"))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        if is_source && !["mod", "tests"].contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.sort();
    let names: String = names.iter().map(|name| format!("  | \"{name}\"\n")).collect();
    Ok(format!(
        "// Made from `server/src/oauth/providers` by `cargo xtask generate`. Do not edit.\n\n\
         /** The name of a provider. The server may have others of its own. */\n\
         export type SocialProviderId =\n{names}  | (string & {{}});\n"
    ))
}
