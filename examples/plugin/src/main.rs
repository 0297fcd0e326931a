//! A server with the plugin.

use anyhow::{Context, Result};
use axum::Router;
use invitations::{Invitations, InvitationsApi};
use signet_auth_server::Auth;
use signet_auth_server::db::{Database, migrate};

#[tokio::main]
async fn main() -> Result<()> {
    let secret = std::env::var("SIGNET_SECRET").context("set SIGNET_SECRET: `signet secret`")?;
    let database = std::env::var("DATABASE_URL").unwrap_or("sqlite://invitations.db".to_owned());
    let database = Database::connect(&database).await?;
    let listener = tokio::net::TcpListener::bind(
        std::env::var("LISTEN").unwrap_or("127.0.0.1:3000".to_owned()),
    )
    .await?;
    let address = format!("http://{}", listener.local_addr()?);
    let auth = Auth::builder()
        .database(database.clone())
        .secret(secret)
        .base_url(&address)
        .plugin(Invitations::default())
        .build()
        .await?;
    migrate(&database, auth.store().schema()).await?;
    if let Some(invitations) = auth.plugin::<Invitations>() {
        println!("{address} invites you: {}", invitations.invite().await?);
    }
    axum::serve(listener, Router::new().nest(auth.base_path(), auth.router())).await?;
    Ok(())
}
