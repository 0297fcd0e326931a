//! The requests of each case.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Result, ensure};

use crate::http::{Connection, request};
use crate::subject::Subject;

pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Ok,
    Anonymous,
    SignedIn,
    SignIn,
    SignUp,
    /// Of a hundred requests 96 for the session, 3 that change the user, and a sign-in.
    Mixed,
}

/// One connection's requests and what must come back.
pub(crate) struct Client {
    requests: Requests,
    expected: &'static str,
}

enum Requests {
    Same(Vec<u8>),
    Made(Box<dyn Fn() -> Vec<u8>>),
}

/// An account of the server under measurement.
pub(crate) struct Account {
    email: String,
    cookie: String,
}

impl Case {
    pub(crate) const ALL: [Self; 6] =
        [Self::Ok, Self::Anonymous, Self::SignedIn, Self::SignIn, Self::SignUp, Self::Mixed];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ok => "/ok",
            Self::Anonymous => "/get-session, no session",
            Self::SignedIn => "/get-session, session",
            Self::SignIn => "/sign-in/email",
            Self::SignUp => "/sign-up/email",
            Self::Mixed => "mixed load",
        }
    }

    /// A client for each account.
    pub(crate) fn clients(self, subject: &Subject, accounts: &[Account]) -> Vec<Client> {
        accounts.iter().map(|account| self.client(subject.port, account)).collect()
    }

    pub(crate) fn client(self, port: u16, account: &Account) -> Client {
        let Account { email, cookie } = account;
        let (requests, expected) = match self {
            Self::Ok => (Requests::get(port, "/ok", None), r#"{"ok":true}"#),
            Self::Anonymous => (Requests::get(port, "/get-session", None), "null"),
            Self::SignedIn => (Requests::get(port, "/get-session", Some(cookie)), r#""session":{"#),
            Self::SignIn => (Requests::Same(sign_in(port, email)), r#""token":""#),
            Self::SignUp => {
                let sign_up = move || sign_up(port, &new_email());
                (Requests::Made(Box::new(sign_up)), r#""token":""#)
            }
            Self::Mixed => (Requests::Made(Box::new(mixed(port, account))), r#"":"#),
        };
        Client { requests, expected }
    }
}

impl Client {
    /// A client whose requests differ.
    pub(crate) fn new(make: impl Fn() -> Vec<u8> + 'static, expected: &'static str) -> Self {
        Self { requests: Requests::Made(Box::new(make)), expected }
    }

    /// Sends the next request and checks the answer.
    pub(crate) async fn exchange(&self, connection: &mut Connection) -> Result<()> {
        let next;
        let request = match &self.requests {
            Requests::Same(request) => request,
            Requests::Made(make) => {
                next = make();
                &next
            }
        };
        let answer = connection.exchange(request).await?;
        ensure!(
            answer.status == 200 && answer.contains(self.expected),
            "{} {}",
            answer.status,
            String::from_utf8_lossy(answer.body)
        );
        Ok(())
    }
}

impl Requests {
    fn get(port: u16, path: &str, cookie: Option<&str>) -> Self {
        Self::Same(request(port, "GET", path, cookie, None))
    }
}

/// Signs up as many users as there will be connections.
pub(crate) async fn accounts(subject: &Subject, count: usize) -> Result<Vec<Account>> {
    let mut connection = Connection::open(subject.port).await?;
    let mut accounts = Vec::new();
    for _ in 0..count {
        let email = new_email();
        let answer = connection.exchange(&sign_up(subject.port, &email)).await?;
        ensure!(
            answer.status == 200,
            "sign-up: {} {}",
            answer.status,
            String::from_utf8_lossy(answer.body)
        );
        let cookie = answer.cookies()?;
        accounts.push(Account { email, cookie });
    }
    Ok(accounts)
}

fn new_email() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("user-{}@example.com", NEXT.fetch_add(1, Ordering::Relaxed))
}

fn sign_in(port: u16, email: &str) -> Vec<u8> {
    let body = format!(r#"{{"email":"{email}","password":"{PASSWORD}"}}"#);
    request(port, "POST", "/sign-in/email", None, Some(&body))
}

fn mixed(port: u16, Account { email, cookie }: &Account) -> impl Fn() -> Vec<u8> + use<> {
    let session = request(port, "GET", "/get-session", Some(cookie), None);
    let update = r#"{"name":"Ada King"}"#;
    let update = request(port, "POST", "/update-user", Some(cookie), Some(update));
    let sign_in = sign_in(port, email);
    // Each connection begins elsewhere, so that they don't all sign in at once.
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = Cell::new(NEXT.fetch_add(13, Ordering::Relaxed));
    move || {
        let number = next.replace(next.get().wrapping_add(1)) % 100;
        match number {
            0 => sign_in.clone(),
            25 | 50 | 75 => update.clone(),
            _ => session.clone(),
        }
    }
}

fn sign_up(port: u16, email: &str) -> Vec<u8> {
    let body = format!(r#"{{"name":"Ada Lovelace","email":"{email}","password":"{PASSWORD}"}}"#);
    request(port, "POST", "/sign-up/email", None, Some(&body))
}
