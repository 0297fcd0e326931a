//! What a process has used, from Linux's `/proc`.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};

/// The kernel counts in hundredths of a second towards user space, whatever its own tick.
const TICK: Duration = Duration::from_millis(10);

/// CPU time of all threads since the process began, ended threads included.
pub(crate) fn cpu_time(process: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The second field, the program's name, may itself hold spaces and brackets.
    let (_, fields) = stat.rsplit_once(')').context("/proc/…/stat")?;
    let mut ticks = 0;
    for field in fields.split_whitespace().skip(11).take(2) {
        ticks += field.parse::<u32>()?;
    }
    Ok(TICK * ticks)
}

/// Resident memory in bytes.
pub(crate) fn resident_memory(process: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
    let kilobytes = line.split_whitespace().next().context("VmRSS")?;
    Ok(kilobytes.parse::<u64>()? * 1024)
}
