//! `cargo xtask demo`: the React example and the API on one origin.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::process::parent_id;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::npm::Workspace;
use crate::process::{cargo, execute};
use crate::{package, setup, workspace};

const ADDRESS: &str = "127.0.0.1:3000";
const EMAIL: &str = "demo@example.com";
const PASSWORD: &str = "demo-password";

/// Options of `demo`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Where to serve
    #[arg(long, default_value = ADDRESS)]
    listen: String,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    setup::wasm_target()?;
    setup::node()?;
    let package = package::run()?;
    let example = Workspace::with_package("examples/react");
    example.install_with(&package.tarball)?;
    example.script("build", &[])?;
    let signet = server_binary()?;
    let folder = workspace::target().join("demo");
    fs::create_dir_all(&folder)?;

    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || {
        // The receiver is gone only when this program is ending anyway.
        let _ = stop.send(());
    })?;
    // A name, because passkeys do not belong to addresses.
    let url = format!("http://{}", options.listen.replace("127.0.0.1", "localhost"));
    let mut server = Command::new(signet)
        .current_dir(&folder)
        .args(["serve", "--config"])
        .arg(example.folder().join("signet.toml"))
        .args(["--base-url", &url, "--listen", &options.listen])
        .args(["--database", "sqlite://demo.db", "--static"])
        .arg(example.folder().join("dist"))
        .spawn()
        .context("signet can't be started")?;
    wait_until_it_answers(&mut server, &options.listen)?;
    create_account(&options.listen)?;
    println!("\n  Signet is at     {url}");
    println!("  Demo account     {EMAIL}  {PASSWORD}");
    println!("  Database         {}", folder.join("demo.db").display());
    println!("  Mails            are printed here");
    println!("  Ctrl-C ends it.\n");
    wait_for_the_end(&mut server, &stopped)
}

/// The program `signet`, built.
pub(crate) fn server_binary() -> Result<PathBuf> {
    execute(cargo().args(["build", "--package", "signet-auth-server", "--bin", "signet"]))?;
    Ok(workspace::target().join("debug/signet"))
}

fn wait_until_it_answers(server: &mut Child, address: &str) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(address).is_err() {
        if let Some(status) = server.try_wait()? {
            bail!("signet ended: {status}");
        }
        if Instant::now() > deadline {
            bail!("signet does not answer at {address}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// A second start finds the account in the database; the server then refuses it, which is fine.
fn create_account(address: &str) -> Result<()> {
    let body = format!(r#"{{"name":"Demo","email":"{EMAIL}","password":"{PASSWORD}"}}"#);
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "POST /api/auth/sign-up/email HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    match answer.get(9..12) {
        Some("200" | "422") => Ok(()),
        _ => bail!(
            "the demo account can't be created: {}",
            answer.lines().next().unwrap_or_default()
        ),
    }
}

/// Waits for Ctrl-C, for the end of the server, or for the end of the cargo that started us, which
/// does not pass signals on.
fn wait_for_the_end(server: &mut Child, stopped: &mpsc::Receiver<()>) -> Result<()> {
    let parent = parent_id();
    loop {
        match stopped.recv_timeout(Duration::from_millis(200)) {
            Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) if parent_id() != parent => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Some(status) = server.try_wait()? {
            bail!("signet ended: {status}");
        }
    }
    execute(Command::new("kill").args(["-TERM", &server.id().to_string()]))?;
    let status = server.wait()?;
    if !status.success() {
        bail!("signet ended: {status}");
    }
    Ok(())
}
