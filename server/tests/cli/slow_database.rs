use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use signet_auth_server::db::Dialect;
use signet_auth_server::testing::DatabaseServer;

use crate::http::request;
use crate::program::{Folder, Server};

/// A delay that does not end by itself.
const FOREVER: u64 = u64::MAX;
/// Longer than a request waits for a connection and then for an answer.
const BOUND: Duration = Duration::from_secs(25);

/// Stands before a database and passes on late what it is sent.
struct Proxy {
    address: String,
    /// In milliseconds, for each piece.
    delay: Arc<AtomicU64>,
}

impl Proxy {
    fn start(target: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let delay = Arc::new(AtomicU64::new(0));
        let shared = Arc::clone(&delay);
        thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(&target).unwrap());
                let (from, to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                let delay = Arc::clone(&shared);
                thread::spawn(move || pass_on(from, to, &delay));
                thread::spawn(move || pass_on(server, client, &AtomicU64::new(0)));
            }
        });
        Self { address, delay }
    }

    fn delay(&self, ms: u64) {
        self.delay.store(ms, Ordering::SeqCst);
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, delay: &AtomicU64) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        let came = Instant::now();
        while came.elapsed() < Duration::from_millis(delay.load(Ordering::SeqCst)) {
            thread::sleep(Duration::from_millis(5));
        }
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

fn get_session(server: &Server, cookie: &str) -> u16 {
    let path = "/api/auth/get-session";
    let answer = request(&server.address, "GET", path, &[("cookie", cookie)], "").unwrap();
    // Whatever happens, nobody is told that they are not signed in.
    assert!(answer.status == 500 || answer.body.contains("ada@example.test"), "{answer:?}");
    answer.status
}

#[test]
fn a_slow_database_holds_up_nobody_else_and_nobody_for_ever() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        let database = DatabaseServer::start(dialect);
        let url = runtime.block_on(database.new_database());
        let target = url.split(['@', '/']).find(|part| part.starts_with("127.0.0.1:")).unwrap();
        let proxy = Proxy::start(target.to_owned());
        let folder = Folder::new();
        let url = url.replace(target, &proxy.address);
        let server = folder.serve(&["--migrate", "--database", &url]);
        let signed_up = server.sign_up("ada");
        assert_eq!(signed_up.status, 200);
        let cookie = signed_up.cookie();

        proxy.delay(300);
        assert_eq!(get_session(&server, cookie), 200);

        proxy.delay(FOREVER);
        thread::scope(|scope| {
            // More than there are connections, so that some wait for one.
            let began = Instant::now();
            let waiting: Vec<_> =
                (0..30).map(|_| scope.spawn(|| get_session(&server, cookie))).collect();
            for _ in 0..20 {
                let asked = Instant::now();
                assert_eq!(server.get("/api/auth/ok").status, 200);
                assert_eq!(server.get("/healthz").status, 200);
                assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
            }
            for answer in waiting {
                assert_eq!(answer.join().unwrap(), 500);
            }
            assert!(began.elapsed() < BOUND, "{:?}", began.elapsed());
        });

        proxy.delay(0);
        assert_eq!(get_session(&server, cookie), 200);
    }
}
