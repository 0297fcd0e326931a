//! Connections that nobody on the way can read or answer.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use signet_auth_server::db::Dialect;
use signet_auth_server::testing::{DatabaseServer, RedisServer, TestCertificate};

use crate::program::{Folder, Server};

/// Somebody who says who is `localhost`.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut parameters = CertificateParams::default();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(parameters, key).unwrap())
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    fn localhost(&self) -> TestCertificate {
        let parameters = CertificateParams::new(["localhost".to_owned()]).unwrap();
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.signed_by(&key, &self.0).unwrap();
        TestCertificate { certificate: certificate.pem(), key: key.serialize_pem() }
    }
}

#[test]
fn a_database_shows_who_it_is_where_that_is_asked_for() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        let (authority, other) = (Authority::new(), Authority::new());
        let server = DatabaseServer::with_tls(dialect, &authority.localhost());
        let url = runtime.block_on(server.new_database());
        let folder = Folder::new();
        folder.write("authority.pem", &authority.pem());
        folder.write("other.pem", &other.pem());
        let verified = |file: &str| {
            let file = folder.path(file).display().to_string();
            let (mode, root) = match dialect {
                Dialect::Postgres => ("sslmode=verify-full", "sslrootcert"),
                _ => ("ssl-mode=verify_identity", "ssl-ca"),
            };
            let separator = if url.contains('?') { '&' } else { '?' };
            let url = url.replace("127.0.0.1", "localhost");
            format!("{url}{separator}{mode}&{root}={file}")
        };
        folder.run(&["migrate", "--database", &verified("other.pem")]).failure(3);
        folder.run(&["migrate", "--database", &verified("authority.pem")]).success();
        let server = folder.serve(&["--database", &verified("authority.pem")]);
        assert_eq!(server.sign_up("ada").status, 200);
    }
}

#[test]
fn redis_shows_who_it_is() {
    let (authority, other) = (Authority::new(), Authority::new());
    let redis = RedisServer::with_tls(&authority.localhost());
    let folder = Folder::new();
    folder.write("authority.pem", &authority.pem());
    folder.write("other.pem", &other.pem());
    let sign_up = |trusted: &str, name: &str| {
        let mut command = folder.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.env("REDIS_URL", format!("rediss://localhost:{}", redis.port()));
        // The certificates of the machine.
        command.env("SSL_CERT_FILE", folder.path(trusted));
        Server::start(command, &folder.path("log")).sign_up(name).status
    };
    assert_eq!(sign_up("authority.pem", "ada"), 200);
    assert_eq!(sign_up("other.pem", "bob"), 500);
}
