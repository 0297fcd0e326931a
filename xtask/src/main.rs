//! Every developer command.
use std::{fs, path::Path};
fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bindings/generated");
    fs::create_dir_all(&folder)?;
    for (name, content) in signet_auth_protocol::typescript::files() {
        fs::write(folder.join(name), content)?;
    }
    Ok(())
}
