mod connections;
mod health;
mod inside;
mod metrics;
mod requests;
mod secret_file;
mod shutdown;
mod static_files;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use clap::Args;
use signet_auth_server::config::{Config, ServerConfig};
use signet_auth_server::db::{self, Database, Dialect};
use signet_auth_server::options::Options;
use signet_auth_server::{Auth, schema};
use tokio::net::TcpListener;

use self::metrics::Metrics;
use self::shutdown::Ending;
use crate::failure::Failure;
use crate::output::say;
use crate::settings::{Settings, database_url, keeps_nothing};

/// Serve the authentication endpoints
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    settings: Settings,
    /// The address to listen at; port 0 takes any free one [default: 127.0.0.1:3000]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
    /// Where clients reach the server [env: SIGNET_URL]
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// A folder with a built front end to serve beside the endpoints
    #[arg(long, value_name = "DIR")]
    r#static: Option<PathBuf>,
    /// Give the database what it lacks before serving, also when it is a server
    #[arg(long)]
    migrate: bool,
}

/// How long mails may take to leave once the end was asked for.
const MAIL_TIME: Duration = Duration::from_secs(10);

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let end = shutdown::asked_for()?;
    let mut config = arguments.settings.load()?;
    if let Some(url) = &arguments.base_url {
        config.options.base_url = Some(url.clone());
    }
    let ServerConfig { listen: listen_at, static_files, migrate, .. } = config.server.clone();
    let listen_at = arguments.listen.unwrap_or(listen_at);
    refuse_without_secret(&config, listen_at)?;
    let folder = arguments.r#static.or(static_files);
    let front_end = folder.as_deref().map(static_files::router).transpose()?;
    let (listener, address) = listen(listen_at).await?;
    let database = open(&mut config, arguments.migrate || migrate).await?;
    settle_base_url(&mut config.options, address);

    let templates = config.mail.texts(&config.options.app_name).map_err(Failure::Configuration)?;
    let mut builder = Auth::builder();
    if keeps_nothing(&config) {
        builder = builder.without_database();
    }
    builder = builder.options(config.options).database(database.clone()).mail_templates(templates);
    if let Some(mailer) = config.mail.mailer().map_err(Failure::Configuration)? {
        builder = builder.mailer(mailer);
    }
    let auth = builder.build().await.map_err(|error| Failure::Configuration(error.to_string()))?;
    let ending = Ending::default();
    let router = mount(&auth, front_end)?.merge(health::router(database.clone(), ending.clone()));
    let metrics = match config.metrics.listen {
        Some(address) => Some(count_at(address, &auth, database).await?),
        None => None,
    };
    let router = requests::watch(router, &config.server, metrics);
    let url = match &auth.options().base_url {
        Some(url) => url.clone(),
        None => format!("http://{address}{}", auth.base_path()),
    };
    say(format_args!("Signet serves {url}, listening at {address}"))?;
    let end = ending.wait(end, config.server.shutdown_delay);
    connections::serve(listener, router, &config.server, end).await;
    // What was promised to users by mail still leaves.
    if tokio::time::timeout(MAIL_TIME, auth.drain()).await.is_err() {
        tracing::warn!("some mails have not left");
    }
    Ok(())
}

/// Only this machine can reach a loopback address, so a secret that is made here is good enough.
fn refuse_without_secret(config: &Config, listen: SocketAddr) -> Result<(), Failure> {
    if has_secret(config) || listen.ip().is_loopback() {
        return Ok(());
    }
    Err(Failure::Configuration(format!(
        "a secret is needed to serve at {listen}, where other machines can reach it; make one with \
         `signet secret` and set SIGNET_SECRET to it"
    )))
}

fn has_secret(config: &Config) -> bool {
    config.options.secret.is_some() || !config.options.secrets.is_empty()
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Failure> {
    let bind = async {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    bind.await.map_err(|error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::AddressInUse(address),
        _ => Failure::Configuration(format!("can't listen at {address}: {error}")),
    })
}

/// Opens the database, sees to it that it is up to date, and finds a secret if none is configured.
async fn open(config: &mut Config, migrate: bool) -> Result<Database, Failure> {
    let database = Database::connect(database_url(config)).await?;
    let schema = schema(&config.options)?;
    if migrate || database.dialect() == Dialect::Sqlite {
        for statement in &db::migrate(&database, &schema).await?.statements {
            tracing::info!(statement, "migrated");
        }
    } else if !db::plan(&database, &schema).await?.is_empty() {
        // Others may use this database, and its owner may want to choose the hour.
        return Err(Failure::Database(
            "the database lacks tables or columns: run `signet migrate`, or serve with --migrate"
                .to_owned(),
        ));
    }
    if !has_secret(config) {
        config.options.secret = Some(secret_file::load_or_make(&database)?);
    }
    Ok(database)
}

/// Without a base URL, a server on a loopback address is reached there under each of its names.
fn settle_base_url(options: &mut Options, address: SocketAddr) {
    if options.base_url.is_some() {
        return;
    }
    if !address.ip().is_loopback() {
        tracing::warn!("no base URL is configured: set SIGNET_URL to the address that users see");
        return;
    }
    options.base_url = Some(format!("http://{address}"));
    for name in ["localhost", "127.0.0.1", "[::1]"] {
        options.trusted_origins.push(format!("http://{name}:{}", address.port()));
    }
}

async fn count_at(
    address: SocketAddr,
    auth: &Auth,
    database: Database,
) -> Result<Arc<Metrics>, Failure> {
    let metrics = Arc::new(Metrics::new(auth.clone(), database));
    metrics::serve(Arc::clone(&metrics), address).await?;
    Ok(metrics)
}

/// The endpoints at their path, and the front end everywhere else.
fn mount(auth: &Auth, front_end: Option<Router>) -> Result<Router, Failure> {
    match (auth.base_path(), front_end) {
        ("/", None) => Ok(auth.router()),
        ("/", Some(_)) => Err(Failure::Configuration(
            "a front end needs a base path of its own for the endpoints, such as /api/auth"
                .to_owned(),
        )),
        (path, front_end) => Ok(front_end.unwrap_or_default().nest(path, auth.router())),
    }
}
