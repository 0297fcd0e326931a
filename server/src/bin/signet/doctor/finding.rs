use std::fmt;

/// What a check has found.
pub(super) struct Finding {
    pub(super) level: Level,
    /// The key of the configuration, or the file, that it is about.
    subject: String,
    what: String,
    advice: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// It is unsafe, or does not work.
    Error,
    /// There may be a reason for it.
    Warning,
}

/// `what` is a sentence without its full stop, `advice` one with it.
pub(super) fn error(
    subject: impl Into<String>,
    what: impl Into<String>,
    advice: &'static str,
) -> Finding {
    Finding { level: Level::Error, subject: subject.into(), what: what.into(), advice }
}

/// As [`error`].
pub(super) fn warning(
    subject: impl Into<String>,
    what: impl Into<String>,
    advice: &'static str,
) -> Finding {
    Finding { level: Level::Warning, ..error(subject, what, advice) }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        writeln!(f, "{level}: {}: {}", self.subject, self.what)?;
        writeln!(f, "    {}", self.advice)
    }
}
