//! Two servers over one PostgreSQL and one Redis.

use std::io::{ErrorKind, Result, copy};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use signet_auth_server::db::Dialect;
use signet_auth_server::testing::{DatabaseServer, RedisServer};

use crate::http::{Response, request};
use crate::program::{Folder, Server, sign_up_body};

const CONFIGURATION: &str = r#"
secret = "a-secret-that-both-servers-share-0123456789"

[rate_limit]
custom_rules = { "/sign-*/email" = false, "/ok" = { window = 60, max = 10 } }
"#;
/// How many accounts are acknowledged before one of the servers is killed, and how many after.
const BEFORE: usize = 12;
const AFTER: usize = 12;
const CLIENTS: usize = 4;

/// What spreads connections over the servers in turn, and leaves out those that are gone.
struct Balancer {
    address: String,
    servers: Arc<Mutex<Vec<String>>>,
}

impl Balancer {
    fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let servers = Arc::new(Mutex::new(Vec::<String>::new()));
        let (targets, turn) = (Arc::clone(&servers), AtomicUsize::new(0));
        // It ends with the process of the test.
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let targets = targets.lock().unwrap().clone();
                let first = turn.fetch_add(1, Ordering::Relaxed);
                let mut in_turn = (0..targets.len()).map(|step| (first + step) % targets.len());
                let server = in_turn.find_map(|index| connect(&targets[index]).ok());
                if let Some(server) = server {
                    join(client, server);
                }
            }
        });
        Self { address, servers }
    }
}

fn connect(address: &str) -> Result<TcpStream> {
    let address: SocketAddr = address.parse().map_err(|_| ErrorKind::InvalidInput)?;
    TcpStream::connect(address)
}

/// Carries bytes both ways until one side has no more.
fn join(client: TcpStream, server: TcpStream) {
    let halves = [(client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client)];
    for (mut from, mut to) in halves {
        thread::spawn(move || {
            let _ = copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
    }
}

struct Cluster {
    balancer: Balancer,
    servers: [Server; 2],
    _folders: [Folder; 2],
    _database: DatabaseServer,
    _redis: RedisServer,
}

impl Cluster {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (database, redis) = (DatabaseServer::start(Dialect::Postgres), RedisServer::start());
        let url = runtime.block_on(database.new_database());
        let balancer = Balancer::start();
        let folders = [Folder::new(), Folder::new()];
        let servers = folders.each_ref().map(|folder| {
            folder.write("signet.toml", CONFIGURATION);
            let arguments = ["serve", "--listen", "127.0.0.1:0", "--migrate", "--database", &url];
            let mut command = folder.command(&arguments);
            command.env("REDIS_URL", redis.url());
            command.env("SIGNET_URL", format!("http://{}", balancer.address));
            Server::start(command, &folder.path("log"))
        });
        let addresses = servers.iter().map(|server| server.address.clone());
        balancer.servers.lock().unwrap().extend(addresses);
        Self { balancer, servers, _folders: folders, _database: database, _redis: redis }
    }

    fn post(&self, path: &str, cookie: &str, body: &str) -> Result<Response> {
        post(&self.balancer.address, &self.balancer.address, path, cookie, body)
    }

    /// What one of the servers says of a session.
    fn session_at(&self, server: usize, cookie: &str) -> Response {
        let address = &self.servers[server].address;
        request(address, "GET", "/api/auth/get-session", &[("cookie", cookie)], "").unwrap()
    }
}

/// A request that comes from the page that the balancer serves.
fn post(address: &str, page: &str, path: &str, cookie: &str, body: &str) -> Result<Response> {
    let origin = format!("http://{page}");
    let mut headers = vec![("content-type", "application/json"), ("origin", origin.as_str())];
    if !cookie.is_empty() {
        headers.push(("cookie", cookie));
    }
    request(address, "POST", &format!("/api/auth{path}"), &headers, body)
}

#[test]
fn a_session_that_one_server_revokes_is_over_at_the_other_at_once() {
    let cluster = Cluster::start();
    assert_eq!(cluster.post("/sign-up/email", "", &sign_up_body("ada")).unwrap().status, 200);
    for round in 0..10 {
        let answer = cluster.post("/sign-in/email", "", &sign_up_body("ada")).unwrap();
        let cookie = answer.cookie().to_owned();
        let (one, other) = (round % 2, (round + 1) % 2);
        assert!(cluster.session_at(other, &cookie).body.contains("ada@example.test"));
        let address = &cluster.servers[one].address;
        let page = &cluster.balancer.address;
        let path = ["/sign-out", "/revoke-sessions"][round / 2 % 2];
        assert_eq!(post(address, page, path, &cookie, "{}").unwrap().status, 200);
        assert_eq!(cluster.session_at(other, &cookie).body, "null", "{path}");
    }
}

#[test]
fn two_servers_count_requests_together() {
    let cluster = Cluster::start();
    let client = [("x-forwarded-for", "203.0.113.9")];
    let statuses: Vec<u16> = (0..20)
        .map(|number| {
            let address = &cluster.servers[number % 2].address;
            request(address, "GET", "/api/auth/ok", &client, "").unwrap().status
        })
        .collect();
    assert_eq!(statuses, [[200; 10], [429; 10]].concat());
}

#[test]
fn when_one_of_two_servers_is_killed_under_load_nothing_that_was_acknowledged_is_lost() {
    let cluster = Cluster::start();
    let acknowledged = Mutex::new(Vec::new());
    let (killed, done) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (cluster, acknowledged) = (&cluster, &acknowledged);
            let (killed, done) = (&killed, &done);
            scope.spawn(move || {
                let mut lost = 0;
                for number in 0.. {
                    if done.load(Ordering::SeqCst) {
                        return;
                    }
                    let name = format!("user-{client}-{number}");
                    match cluster.post("/sign-up/email", "", &sign_up_body(&name)) {
                        Ok(answer) => {
                            assert_eq!(answer.status, 200, "{answer:?}");
                            let mut accounts = acknowledged.lock().unwrap();
                            accounts.push((name, answer.cookie().to_owned()));
                            if accounts.len() == BEFORE {
                                killed.store(true, Ordering::SeqCst);
                                cluster.servers[0].signal("KILL");
                            }
                            done.store(accounts.len() >= BEFORE + AFTER, Ordering::SeqCst);
                        }
                        // What was under way at the killed one, or waited in its queue, is answered by
                        // nobody.
                        Err(_) if killed.load(Ordering::SeqCst) && lost < 3 => lost += 1,
                        Err(error) => panic!("{error}"),
                    }
                }
            });
        }
    });
    for (name, cookie) in acknowledged.into_inner().unwrap() {
        let answer = cluster.post("/sign-in/email", "", &sign_up_body(&name)).unwrap();
        assert_eq!(answer.status, 200, "{name} {answer:?}");
        assert!(cluster.session_at(1, &cookie).body.contains(&name), "{name}");
    }
}
