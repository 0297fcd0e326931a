use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::failure::Failure;
use crate::output::say;

/// Prints a new secret.
pub(crate) fn run() -> Result<(), Failure> {
    say(generate()?)
}

/// 256 bits that nobody can guess, as 43 characters that need no quotes anywhere.
pub(crate) fn generate() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::System(format!("there is no randomness: {error}")))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
