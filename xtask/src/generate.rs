//! `cargo xtask generate`: the files that are made from the protocol.

use std::fs;

use anyhow::Result;

use crate::workspace;

pub(crate) fn run() -> Result<()> {
    let folder = workspace::root().join("bindings/generated");
    fs::create_dir_all(&folder)?;
    for (name, content) in signet_auth_protocol::typescript::files() {
        fs::write(folder.join(name), content)?;
    }
    Ok(())
}
