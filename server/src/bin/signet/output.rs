use std::fmt::Display;
use std::io::{ErrorKind, Write, stdout};

use crate::failure::Failure;

/// Prints a line. A reader that has seen enough, as `head` does, is no failure.
pub(crate) fn say(line: impl Display) -> Result<(), Failure> {
    let mut out = stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::System(format!("nothing can be printed: {error}")))
        }
        _ => Ok(()),
    }
}
