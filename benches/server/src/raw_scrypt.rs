//! What the machine's cores do in scrypt when they do nothing else: the ceiling of a sign-in.

use std::num::NonZero;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

const LOG_N: u8 = 14;
const R: u32 = 16;
const P: u32 = 1;

/// Throughput of one implementation on all cores.
pub(crate) struct RawScrypt {
    pub(crate) name: &'static str,
    pub(crate) hashes_per_second: f64,
    /// CPU time of one hash.
    pub(crate) cpu_per_hash: Duration,
}

/// Measures every implementation; the fastest comes first.
pub(crate) fn measure(duration: Duration) -> Result<Vec<RawScrypt>> {
    let mut all = vec![
        throughput("crate scrypt 0.12", duration, || {
            let parameters = scrypt::Params::new(LOG_N, R, P).ok()?;
            scrypt::scrypt(b"password", b"salt", &parameters, &mut [0; 64]).ok()
        })?,
        throughput("crate scrypt 0.11", duration, || {
            let parameters = scrypt_0_11::Params::new(LOG_N, R, P, 64).ok()?;
            scrypt_0_11::scrypt(b"password", b"salt", &parameters, &mut [0; 64]).ok()
        })?,
    ];
    all.sort_by(|a, b| b.hashes_per_second.total_cmp(&a.hashes_per_second));
    Ok(all)
}

fn throughput(
    name: &'static str,
    duration: Duration,
    hash: impl Fn() -> Option<()> + Sync,
) -> Result<RawScrypt> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let cpu = crate::process_usage::cpu_time(std::process::id())?;
    let start = Instant::now();
    let count = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores)
            .map(|_| {
                scope.spawn(|| {
                    let mut count = 0_u32;
                    while start.elapsed() < duration {
                        hash()?;
                        count += 1;
                    }
                    Some(count)
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().ok().flatten()).sum::<Option<u32>>()
    });
    let seconds = start.elapsed().as_secs_f64();
    let count = count.with_context(|| format!("{name} refused to hash"))?;
    let cpu = crate::process_usage::cpu_time(std::process::id())?.saturating_sub(cpu);
    Ok(RawScrypt {
        name,
        hashes_per_second: f64::from(count) / seconds,
        cpu_per_hash: cpu / count.max(1),
    })
}
