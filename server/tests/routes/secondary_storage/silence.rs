//! Redis is there, but does not answer, as when a machine is lost or a firewall forgets, or refuses to.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use signet_auth_server::storage::{RedisStorage, SecondaryStorage};
use signet_auth_server::testing::RedisServer;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A way to Redis whose first connections can fall silent: they stay open and carry nothing.
struct Way {
    url: String,
    /// How many of the connections are silent.
    silent: Arc<AtomicUsize>,
}

impl Way {
    async fn to(redis: &RedisServer) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("redis://{}", listener.local_addr().unwrap());
        let target = redis.url().trim_start_matches("redis://").to_owned();
        let silent = Arc::new(AtomicUsize::new(0));
        let limit = Arc::clone(&silent);
        tokio::spawn(async move {
            for number in 0.. {
                let (client, _) = listener.accept().await.unwrap();
                let server = TcpStream::connect(&target).await.unwrap();
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                tokio::spawn(carry(from_client, to_server, number, Arc::clone(&limit)));
                tokio::spawn(carry(from_server, to_client, number, Arc::clone(&limit)));
            }
        });
        Self { url, silent }
    }
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    number: usize,
    silent: Arc<AtomicUsize>,
) {
    let mut bytes = [0; 4096];
    loop {
        let Ok(length @ 1..) = from.read(&mut bytes).await else { return };
        if number >= silent.load(Ordering::SeqCst) && to.write_all(&bytes[..length]).await.is_err()
        {
            return;
        }
    }
}

#[tokio::test]
async fn a_connection_that_has_fallen_silent_is_replaced() {
    let way = Way::to(RedisServer::shared()).await;
    let storage = RedisStorage::new(&way.url).unwrap().with_prefix("silence:");
    storage.set("key", "value", Some(60)).await.unwrap();
    way.silent.store(1, Ordering::SeqCst);
    storage.get("key").await.unwrap_err();
    assert_eq!(storage.get("key").await.unwrap().as_deref(), Some("value"));
}

#[tokio::test]
async fn however_many_wait_for_a_silent_redis_none_waits_for_the_others() {
    let way = Way::to(RedisServer::shared()).await;
    way.silent.store(usize::MAX, Ordering::SeqCst);
    let storage = RedisStorage::new(&way.url).unwrap();
    let began = Instant::now();
    let answers = join_all((0..20).map(|_| storage.get("key"))).await;
    assert!(answers.iter().all(Result::is_err));
    // One limit for the connection, one for the answer, and time for a busy machine.
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_password_that_redis_gets_later_is_good_at_the_next_request() {
    let redis = RedisServer::start();
    let address = redis.url().trim_start_matches("redis://").to_owned();
    let storage = RedisStorage::new(&format!("redis://:a-password@{address}")).unwrap();
    storage.get("key").await.unwrap_err();
    let mut server = TcpStream::connect(&address).await.unwrap();
    server.write_all(b"CONFIG SET requirepass a-password\r\n").await.unwrap();
    assert_eq!(server.read_u8().await.unwrap(), b'+');
    assert_eq!(storage.get("key").await.unwrap(), None);
}
