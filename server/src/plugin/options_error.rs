use std::fmt;

/// A plugin can't work with the options of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginOptionsError {
    message: String,
}

impl PluginOptionsError {
    /// Why not, such as `two-factor: a code has 6 or 8 digits, not 7`.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for PluginOptionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PluginOptionsError {}
