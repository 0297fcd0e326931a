use insta::assert_snapshot;

use crate::program::{Ended, Folder};

const SECRET: &str = "golden-secret-0123456789-abcdefghijklmnop";

/// What it says, after its exit code.
fn said(ended: &Ended) -> String {
    format!("{:?}\n{}{}", ended.code, ended.stdout, ended.stderr)
}

#[cfg(unix)]
fn set_mode(folder: &Folder, name: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt;

    std::fs::set_permissions(folder.path(name), PermissionsExt::from_mode(mode)).unwrap();
}

#[test]
fn a_careful_configuration_has_nothing_to_complain_about() {
    let folder = Folder::new();
    folder.write(
        "signet.toml",
        r#"
        base_url = "https://app.example.com"
        trusted_origins = ["https://*.example.com"]
        [email_and_password]
        revoke_sessions_on_password_reset = true
        require_email_verification = true
        [mail]
        transport = "smtp"
        url = "smtps://mail.example.com"
        from = "app@example.com"
        [advanced]
        ip_address.trusted_proxies = ["10.0.0.1"]
        cross_sub_domain_cookies = { enabled = true, domain = "example.com" }
        "#,
    );
    let mut command = folder.command(&["doctor", "--listen", "0.0.0.0:3000"]);
    let ended = Ended::of(command.env("SIGNET_SECRET", SECRET).output().unwrap());
    assert_eq!(ended.success(), "Nothing to complain about.\n");
    assert!(!folder.has("signet.db"), "it looks, and makes nothing");
}

#[test]
fn without_any_configuration_there_is_only_a_warning() {
    let folder = Folder::new();
    assert_snapshot!(said(&folder.run(&["doctor"])));
}

#[test]
fn a_server_that_others_reach_needs_more() {
    let folder = Folder::new();
    assert_snapshot!(said(&folder.run(&["doctor", "--listen", "0.0.0.0:3000"])));
}

#[test]
fn everything_unsafe_is_named_with_what_to_do() {
    let folder = Folder::new();
    folder.write(
        "signet.toml",
        r#"
        base_url = "http://app.example.com"
        production = false
        secret = "short"
        secrets = [{ version = 1, value = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }]
        trusted_origins = ["*", "http://admin.example.com"]
        [database]
        url = "sqlite::memory:"
        [email_and_password]
        require_email_verification = true
        min_password_length = 4
        [email_verification]
        send_on_sign_in = true
        [session]
        expires_in = 31536000
        cookie_cache = { enabled = true, max_age = 86400 }
        [user.change_email]
        enabled = true
        send_confirmation = true
        update_email_without_verification = true
        [user.delete_user]
        enabled = true
        send_verification = true
        [account.account_linking]
        allow_unlinking_all = true
        [advanced]
        use_secure_cookies = true
        default_cookie_attributes = { http_only = false, same_site = "none", domain = "example.org" }
        cross_sub_domain_cookies = { enabled = true, domain = "com" }
        disable_csrf_check = true
        disable_origin_check = true
        ip_address.trusted_proxies = ["0.0.0.0/0"]
        "#,
    );
    #[cfg(unix)]
    set_mode(&folder, "signet.toml", 0o600);
    let ended = folder.run(&["doctor"]);
    assert!(!ended.stdout.contains("aaaa"), "{ended:?}");
    let log_free = Ended { stderr: last_line(&ended.stderr), ..ended };
    assert_snapshot!(said(&log_free));
}

#[test]
fn what_is_only_odd_leaves_the_exit_code_at_0() {
    let folder = Folder::new();
    folder.write(
        "signet.toml",
        r#"
        base_url = "https://app.example.com"
        [mail]
        transport = "smtp"
        url = "smtp://mail.example.com"
        from = "app@example.com"
        [metrics]
        listen = "0.0.0.0:9000"
        [rate_limit]
        enabled = false
        [advanced]
        disable_origin_check = ["/sign-out"]
        default_cookie_attributes.same_site = "none"
        ip_address.ip_address_headers = ["x-real-ip", "cf-connecting-ip"]
        "#,
    );
    let mut command = folder.command(&["doctor"]);
    let ended = Ended::of(command.env("SIGNET_SECRET", SECRET).output().unwrap());
    assert_snapshot!(said(&ended));
}

#[test]
fn mails_that_reach_nobody_are_refused_where_others_reach_the_server() {
    let folder = Folder::new();
    folder.write("signet.toml", "[mail]\ntransport = \"console\"\n");
    let mut command = folder.command(&["doctor", "--base-url", "https://app.example.com"]);
    let ended = Ended::of(command.env("SIGNET_SECRET", SECRET).output().unwrap());
    assert_eq!(ended.code, Some(2));
    assert!(ended.stdout.contains("error: mail.transport: `console`"), "{ended:?}");
}

#[test]
fn plugins_that_send_mails_need_a_mailer() {
    let folder = Folder::new();
    let plugins = "[plugins]\nmagic_link = {}\nemail_otp = {}\ntwo_factor = { otp_options = {} }\n";
    folder.write("signet.toml", plugins);
    let ended = folder.run(&["doctor"]);
    assert_eq!(ended.code, Some(2));
    for name in ["magic_link", "email_otp", "two_factor"] {
        let expected = format!("error: plugins.{name}: no mail can be sent");
        assert!(ended.stdout.contains(&expected), "{ended:?}");
    }
    folder.write("signet.toml", "[plugins]\ntwo_factor = {}\npasskey = {}\n");
    assert!(!folder.run(&["doctor"]).stdout.contains("plugins."), "without codes by mail");
}

#[test]
fn what_serve_would_refuse_is_found() {
    let folder = Folder::new();
    folder.write("signet.toml", "advanced.ip_address.trusted_proxies = [\"proxy\"]\n");
    let ended = folder.run(&["doctor"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stdout.contains("error: configuration: "), "{ended:?}");
}

#[test]
fn a_database_that_can_not_be_reached_ends_with_3() {
    let folder = Folder::new();
    for url in ["postgres://127.0.0.1:1/app", "mysql://127.0.0.1:1/app"] {
        let ended = folder.run(&["doctor", "--database", url]);
        assert_eq!(ended.code, Some(3), "{ended:?}");
        assert!(ended.stdout.contains("error: database.url: "), "{ended:?}");
    }
    let ended = folder.run(&["doctor", "--database", "postgres://db.example.invalid/app"]);
    assert!(ended.stdout.contains("whoever is on the way can pretend"), "{ended:?}");
}

#[test]
fn redis_that_can_not_be_reached_ends_with_3() {
    let folder = Folder::new();
    folder.write("signet.toml", "redis.url = \"redis://me:hunter2@127.0.0.1:1\"\n");
    #[cfg(unix)]
    set_mode(&folder, "signet.toml", 0o600);
    let ended = folder.run(&["doctor"]);
    assert_eq!(ended.code, Some(3), "{ended:?}");
    assert!(ended.stdout.contains("error: redis.url: Redis does not answer"), "{ended:?}");
    assert!(!format!("{ended:?}").contains("hunter2"), "{ended:?}");
}

#[test]
fn mails_in_plain_text_are_named_unless_they_stay_on_this_machine() {
    let folder = Folder::new();
    let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    let smtp = |url: &str| {
        format!("[mail]\ntransport = \"smtp\"\nurl = \"{url}\"\nfrom = \"a@b.example\"\n")
    };
    let webhook = |url: &str| {
        format!("[mail]\ntransport = \"webhook\"\nurl = \"{url}\"\nsecret = \"{secret}\"\n")
    };
    for (settings, is_plain) in [
        (smtp("smtp://mail.example.com"), true),
        (smtp("smtp://mail.example.com?tls=required"), false),
        (smtp("smtp://127.0.0.1:25"), false),
        (smtp("smtp://[::1]:25"), false),
        (webhook("http://mail.example.com/"), true),
        (webhook("http://localhost/"), false),
        (webhook("https://mail.example.com/"), false),
    ] {
        folder.write("signet.toml", &settings);
        #[cfg(unix)]
        set_mode(&folder, "signet.toml", 0o600);
        let said = folder.run(&["doctor"]).success();
        assert_eq!(said.contains("mails leave in plain text"), is_plain, "{settings} {said}");
    }
}

#[test]
fn a_database_that_lacks_something_is_named_and_not_changed() {
    let folder = Folder::new();
    folder.run(&["migrate"]).success();
    folder.write(
        "signet.toml",
        "user.additional_fields.plan = { type = \"string\", required = false }\n",
    );
    let ended = folder.run(&["doctor"]);
    assert!(ended.stdout.contains("warning: database: the database lacks 1 change"), "{ended:?}");
    folder.run(&["migrate", "--check"]).failure(3);
}

#[cfg(unix)]
#[test]
fn files_that_others_may_read_are_named() {
    let folder = Folder::new();
    drop(folder.serve(&[]));
    set_mode(&folder, "signet.db", 0o600);
    assert!(!folder.run(&["doctor"]).success().contains("other users"));

    folder.write("signet.toml", &format!("secret = \"{SECRET}\"\n"));
    for (name, level) in
        [("signet.db", "warning"), ("signet.db.secret", "error"), ("signet.toml", "error")]
    {
        for each in ["signet.db", "signet.db.secret", "signet.toml"] {
            set_mode(&folder, each, if each == name { 0o640 } else { 0o600 });
        }
        let Ended { stdout, .. } = folder.run(&["doctor"]);
        assert!(stdout.contains(&format!("{level}: {name}: other users")), "{stdout}");
        assert_eq!(stdout.matches("other users").count(), 1, "{stdout}");
    }
}

#[test]
fn what_is_unsafe_about_providers_is_named() {
    let folder = Folder::new();
    folder.write(
        "signet.toml",
        r#"
        base_url = "https://app.example.com"
        [account]
        skip_state_cookie_check = true
        [account.account_linking]
        require_local_email_verified = false
        trusted_providers = ["github", "gitlab", "email-password"]
        [social_providers.github]
        client_id = "github-id"
        client_secret = "github-secret"
        [[plugins.generic_oauth.config]]
        provider_id = "corporate"
        client_id = "corporate-id"
        client_secret = "corporate-secret"
        authorization_url = "http://id.example.com/authorize"
        token_url = "http://id.example.com/token"
        user_info_url = "https://id.example.com/me"
        "#,
    );
    #[cfg(unix)]
    set_mode(&folder, "signet.toml", 0o600);
    let mut command = folder.command(&["doctor"]);
    let ended = Ended::of(command.env("SIGNET_SECRET", SECRET).output().unwrap());
    assert!(!ended.stdout.contains("-secret"), "{ended:?}");
    assert_snapshot!(said(&ended));
}

#[test]
fn a_provider_that_does_not_describe_itself_is_named() {
    let folder = Folder::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = listener.local_addr().unwrap();
    drop(listener);
    folder.write(
        "signet.toml",
        &format!(
            r#"
            base_url = "http://localhost:3000"
            [account]
            encrypt_oauth_tokens = true
            [[plugins.generic_oauth.config]]
            provider_id = "corporate"
            client_id = "corporate-id"
            client_secret = "corporate-secret"
            discovery_url = "http://{closed}/.well-known/openid-configuration"
            "#
        ),
    );
    #[cfg(unix)]
    set_mode(&folder, "signet.toml", 0o600);
    let mut command = folder.command(&["doctor"]);
    let ended = Ended::of(command.env("SIGNET_SECRET", SECRET).output().unwrap());
    assert_snapshot!(said(&ended).replace(&closed.to_string(), "<address>"));
}

#[test]
fn what_to_register_at_providers_is_said_of_those_that_can_be_used() {
    let folder = Folder::new();
    folder.write(
        "signet.toml",
        r#"
        base_url = "https://app.example.com"
        [account]
        encrypt_oauth_tokens = true
        [social_providers.github]
        client_id = "github-id"
        client_secret = "github-secret"
        [social_providers.gitlab]
        client_id = "gitlab-id"
        client_secret = "gitlab-secret"
        redirect_uri = "https://login.example.com/gitlab"
        [social_providers.google]
        client_id = "google-id"
        [[plugins.generic_oauth.config]]
        provider_id = "corporate"
        client_id = "corporate-id"
        client_secret = "corporate-secret"
        authorization_url = "https://id.example.com/authorize"
        token_url = "https://id.example.com/token"
        "#,
    );
    #[cfg(unix)]
    set_mode(&folder, "signet.toml", 0o600);
    let mut command = folder.command(&["doctor"]);
    let ended = Ended::of(command.env("SIGNET_SECRET", SECRET).output().unwrap());
    let lines: Vec<_> = ended.stdout.lines().filter(|line| line.contains("google")).collect();
    assert_eq!(lines, ["error: social_providers.google: google needs client id and secret"]);
    let lines: Vec<_> = ended.stdout.lines().filter(|line| line.contains("Redirect")).collect();
    assert_eq!(
        lines,
        [
            "Redirect URI to register at corporate: \
             https://app.example.com/api/auth/callback/corporate",
            "Redirect URI to register at github: https://app.example.com/api/auth/callback/github",
            "Redirect URI to register at gitlab: https://login.example.com/gitlab",
        ]
    );
}

#[test]
fn a_proxy_that_can_not_be_reached_is_named_without_its_password() {
    let folder = Folder::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = listener.local_addr().unwrap();
    let file = format!("[outgoing]\nproxy = \"http://me:pass-word@{proxy}\"\n");
    folder.write("signet.toml", &file);
    let ended = folder.run(&["doctor"]);
    assert!(!ended.stdout.contains("outgoing.proxy"), "{ended:?}");
    drop(listener);
    let ended = folder.run(&["doctor"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stdout.contains("error: outgoing.proxy: "), "{ended:?}");
    assert!(!ended.stdout.contains("pass-word"), "{ended:?}");
}

#[test]
fn providers_need_a_place_to_lead_back_to() {
    let folder = Folder::new();
    folder.write(
        "signet.toml",
        "social_providers.github = { client_id = \"id\", client_secret = \"secret\" }\n",
    );
    let ended = folder.run(&["doctor", "--listen", "0.0.0.0:3000"]);
    let expected = "error: social_providers: providers need a base URL to lead back to\n";
    assert!(ended.stdout.contains(expected), "{ended:?}");
    let ended = folder.run(&["doctor", "--listen", "127.0.0.1:4000"]);
    assert!(!ended.stdout.contains(expected), "{ended:?}");
    let uri = "http://127.0.0.1:4000/api/auth/callback/github";
    assert!(ended.stdout.contains(uri), "{ended:?}");
}

fn last_line(text: &str) -> String {
    text.lines().last().unwrap_or_default().to_owned() + "\n"
}
