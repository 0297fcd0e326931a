use std::borrow::Cow;

/// Which paths below the mount point are meant. A text is exactly that path, an array of texts any of
/// them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathMatcher {
    kinds: Vec<Kind>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Exactly(Cow<'static, str>),
    StartingWith(Cow<'static, str>),
}

impl PathMatcher {
    /// All paths.
    pub fn all() -> Self {
        Self::starting_with("/")
    }

    /// Paths that begin with this text, such as `/two-factor/`.
    pub fn starting_with(prefix: impl Into<Cow<'static, str>>) -> Self {
        Self { kinds: vec![Kind::StartingWith(prefix.into())] }
    }

    /// These paths, and those of the other.
    #[must_use]
    pub fn or(mut self, other: impl Into<Self>) -> Self {
        self.kinds.extend(other.into().kinds);
        self
    }

    /// Whether a path is meant.
    pub fn matches(&self, path: &str) -> bool {
        self.kinds.iter().any(|kind| match kind {
            Kind::Exactly(exact) => exact == path,
            Kind::StartingWith(prefix) => path.starts_with(&**prefix),
        })
    }
}

impl From<&'static str> for PathMatcher {
    fn from(path: &'static str) -> Self {
        Self { kinds: vec![Kind::Exactly(path.into())] }
    }
}

impl<const N: usize> From<[&'static str; N]> for PathMatcher {
    fn from(paths: [&'static str; N]) -> Self {
        Self { kinds: paths.into_iter().map(|path| Kind::Exactly(path.into())).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_path_and_a_beginning_all_below_it() {
        let matcher = PathMatcher::from(["/a", "/b"]).or(PathMatcher::starting_with("/c/"));
        for (path, expected) in
            [("/a", true), ("/b", true), ("/a/x", false), ("/c", false), ("/c/x", true)]
        {
            assert_eq!(matcher.matches(path), expected, "{path}");
        }
        assert!(PathMatcher::all().matches("/anything"));
    }
}
