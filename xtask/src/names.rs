//! Short names between the module and its glue.
//!
//! wasm-bindgen names what crosses the boundary after its type and a hash. Each name is in both
//! files and hardly compresses: together they are 1 kB of what a browser loads.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// A name as wasm-bindgen gave it, and the short one.
struct Renamed<'a> {
    old: &'a str,
    new: &'a str,
}

/// Renames in the glue and its declarations what wasm-opt has renamed in the module; `printed` is
/// what it says about that with `--minify-imports-and-exports-and-modules`, and `stem` what the files
/// are called.
pub(crate) fn follow(folder: &Path, stem: &str, printed: &str) -> Result<()> {
    // The module that the glue implements for all imports, as wasm-bindgen names it.
    let own = format!("./{stem}_bg.js");
    let (imports, exports) = printed.split_once("\"exports\"").context("no list of names")?;
    let mut renamed_imports = Vec::new();
    for line in imports.lines() {
        if let [module, old, new] = *strings(line) {
            ensure!(module == own, "{old} is imported from {module}, which nothing renames");
            renamed_imports.push(Renamed { old, new });
        }
    }
    let mut renamed_exports = Vec::new();
    for line in exports.lines() {
        if let [old, new] = *strings(line) {
            renamed_exports.push(Renamed { old, new });
        }
    }
    ensure!(!renamed_imports.is_empty() && !renamed_exports.is_empty(), "no names in {printed}");

    rewrite(&folder.join(format!("{stem}.js")), |glue| {
        let glue = glue.replace(&format!("\"{own}\": "), "\"a\": ");
        let glue = rename(&glue, "\n        ", &renamed_imports);
        rename(&glue, "wasm.", &renamed_exports)
    })?;
    rewrite(&folder.join(format!("{stem}.d.ts")), |declarations| {
        rename(declarations, "readonly ", &renamed_exports)
    })?;
    rewrite(&folder.join(format!("{stem}_bg.wasm.d.ts")), |declarations| {
        rename(declarations, "export const ", &renamed_exports)
    })
}

/// Replaces each name that follows a prefix.
fn rename(text: &str, prefix: &str, names: &[Renamed<'_>]) -> String {
    let mut parts = text.split(prefix);
    let mut result = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        let (name, rest) = part.split_at(end.unwrap_or(part.len()));
        let renamed = names.iter().find(|renamed| renamed.old == name);
        result.push_str(prefix);
        result.push_str(renamed.map_or(name, |renamed| renamed.new));
        result.push_str(rest);
    }
    result
}

/// The texts between quotes.
fn strings(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

fn rewrite(file: &Path, change: impl FnOnce(&str) -> String) -> Result<()> {
    fs::write(file, change(&fs::read_to_string(file)?))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_renamed_where_they_are_used() {
        let names = [Renamed { old: "call", new: "a" }, Renamed { old: "call_2", new: "$" }];
        let text = "wasm.call(1); wasm.call_2(call); wasm.caller";
        assert_eq!(rename(text, "wasm.", &names), "wasm.a(1); wasm.$(call); wasm.caller");
    }
}
