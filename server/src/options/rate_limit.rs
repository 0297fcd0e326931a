/// How many requests a client may send. A client is an address; each path counts for itself.
#[derive(Debug, Clone)]
pub struct RateLimitOptions {
    /// Default: as `production`.
    pub enabled: Option<bool>,
    /// How long a request counts, in seconds. Default 10.
    pub window: u32,
    /// How many requests a window holds. Default 100. Paths that check passwords have stricter
    /// rules of their own, see [`custom_rules`](Self::custom_rules).
    pub max: u32,
    /// What takes the place of the rules for single paths. The first match counts.
    pub custom_rules: Vec<CustomRule>,
}

impl Default for RateLimitOptions {
    fn default() -> Self {
        Self { enabled: None, window: 10, max: 100, custom_rules: Vec::new() }
    }
}

/// A rule for the paths that match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomRule {
    /// A path below the mount point. `*` stands for any characters but `/`.
    pub path: String,
    /// The limit; `None` means no limit.
    pub rule: Option<RateLimitRule>,
}

/// A limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimitRule {
    /// How long a request counts, in seconds.
    pub window: u32,
    /// How many requests a window holds.
    pub max: u32,
}
