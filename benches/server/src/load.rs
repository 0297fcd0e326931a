//! Load of one case and what the server made of it.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tokio::task::{JoinHandle, LocalSet};

use crate::cases::Client;
use crate::http::Connection;
use crate::process_usage::{cpu_time, resident_memory};
use crate::subject::Subject;

/// How long a case is loaded before and while it is measured.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    pub(crate) warm_up: Duration,
    pub(crate) measured: Duration,
}

/// One case on one server.
#[derive(Clone, Copy)]
pub(crate) struct Measurement {
    pub(crate) requests_per_second: f64,
    /// CPU time of the server's process for one request.
    pub(crate) cpu_per_request: Duration,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    /// Resident memory at the end of the case, in bytes.
    pub(crate) memory: u64,
    /// Share of one core that this program used to make the load.
    pub(crate) generator_share: f64,
}

/// Sends requests on every client's own connection, each as soon as the one before is answered.
pub(crate) async fn closed_loop(
    subject: &Subject,
    window: Window,
    clients: Vec<Client>,
) -> Result<Measurement> {
    let local = LocalSet::new();
    let run = Run::new(window);
    let tasks: Vec<_> = clients
        .into_iter()
        .map(|client| local.spawn_local(answer_after_answer(subject.port, client, run.clone())))
        .collect();
    local.run_until(measure(subject, run, tasks)).await
}

/// Sends a request every `interval` on one connection, later when the answer before is late, while
/// `background` clients load the server as fast as they can. What is measured is the paced one.
pub(crate) async fn paced_beside(
    subject: &Subject,
    window: Window,
    paced: Client,
    interval: Duration,
    background: Vec<Client>,
) -> Result<Measurement> {
    let local = LocalSet::new();
    let run = Run::new(window);
    let flood: Vec<_> = background
        .into_iter()
        .map(|client| local.spawn_local(answer_after_answer(subject.port, client, run.clone())))
        .collect();
    let task = local.spawn_local(on_schedule(subject.port, paced, interval, run.clone()));
    local
        .run_until(async {
            let measurement = measure(subject, run, vec![task]).await?;
            for client in flood {
                client.await??;
            }
            Ok(measurement)
        })
        .await
}

#[derive(Clone)]
struct Run {
    begin: Instant,
    end: Instant,
    stopped: Rc<Cell<bool>>,
}

impl Run {
    fn new(window: Window) -> Self {
        let begin = Instant::now() + window.warm_up;
        Self { begin, end: begin + window.measured, stopped: Rc::default() }
    }

    fn counts(&self, instant: Instant) -> bool {
        self.begin <= instant && instant < self.end
    }
}

async fn answer_after_answer(port: u16, client: Client, run: Run) -> Result<Vec<Duration>> {
    let mut connection = Connection::open(port).await?;
    let mut latencies = Vec::new();
    while !run.stopped.get() {
        let start = Instant::now();
        client.exchange(&mut connection).await?;
        let end = Instant::now();
        if run.counts(end) {
            latencies.push(end - start);
        }
    }
    Ok(latencies)
}

async fn on_schedule(
    port: u16,
    client: Client,
    interval: Duration,
    run: Run,
) -> Result<Vec<Duration>> {
    let mut connection = Connection::open(port).await?;
    let mut latencies = Vec::new();
    let mut due = Instant::now();
    while !run.stopped.get() {
        tokio::time::sleep_until(due.into()).await;
        let start = Instant::now();
        client.exchange(&mut connection).await?;
        let end = Instant::now();
        // By its start: otherwise the slowest answers, which come after the end, would be missing.
        if run.counts(start) {
            latencies.push(end - start);
        }
        due = end.max(due + interval);
    }
    Ok(latencies)
}

async fn measure(
    subject: &Subject,
    run: Run,
    clients: Vec<JoinHandle<Result<Vec<Duration>>>>,
) -> Result<Measurement> {
    let own = std::process::id();
    tokio::time::sleep_until(run.begin.into()).await;
    let begin = Instant::now();
    let (cpu, own_cpu) = (cpu_time(subject.process())?, cpu_time(own)?);
    tokio::time::sleep_until(run.end.into()).await;
    let seconds = begin.elapsed().as_secs_f64();
    let cpu = cpu_time(subject.process())?.saturating_sub(cpu);
    let own_cpu = cpu_time(own)?.saturating_sub(own_cpu);
    let memory = resident_memory(subject.process())?;
    run.stopped.set(true);

    let mut latencies = Vec::new();
    for client in clients {
        latencies.extend(client.await??);
    }
    ensure!(!latencies.is_empty(), "no request was answered");
    latencies.sort_unstable();
    Ok(Measurement {
        requests_per_second: latencies.len() as f64 / seconds,
        cpu_per_request: cpu.div_f64(latencies.len() as f64),
        p50: percentile(&latencies, 50),
        p99: percentile(&latencies, 99),
        memory,
        generator_share: own_cpu.as_secs_f64() / seconds,
    })
}

/// The value below which `percent` of the sorted values lie.
pub(crate) fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(rank).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let values: Vec<_> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!(percentile(&values, 50), Duration::from_millis(100));
        assert_eq!(percentile(&values, 99), Duration::from_millis(198));
        assert_eq!(percentile(&values[..1], 99), Duration::from_millis(1));
    }
}
