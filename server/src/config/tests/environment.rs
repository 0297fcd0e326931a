//! Every key from the environment.

use std::rc::Rc;

use toml::{Table, Value};

use super::{EVERY_KEY, owned, parse};
use crate::config::section::Section;
use crate::config::{Config, MailTransport, SocialProviderConfig, options};
use crate::oauth::{GenericOAuth, ProviderOptions};

/// The keys below which a deployment chooses the names.
const CHOSEN: &[&str] = &["fields", "additional_fields", "custom_rules", "cookies"];

fn load(variables: &[(&str, &str)]) -> Result<Config, String> {
    Config::load(None, owned(variables)).map_err(|error| error.to_string())
}

/// The configuration with its secrets. Variables have no order.
fn shown(config: &Config) -> String {
    let mut config = config.clone();
    config.options.user.additional_fields.sort_by(|one, other| one.name.cmp(&other.name));
    let secrets: Vec<_> = config.options.secrets.iter().map(|one| one.value.expose()).collect();
    let secret = config.options.secret.as_ref().map(|secret| secret.expose());
    let url = config.database_url.as_ref().map(|url| &url.0);
    let transport = match &config.mail.transport {
        Some(MailTransport::Smtp { url, from }) => [url.as_str(), from],
        _ => ["", ""],
    };
    let Config { options, server, log, metrics, mail, redis, .. } = &config;
    let lists = (&options.trusted_origins, &options.disabled_paths);
    let names = (&options.base_url, &options.base_path, &options.app_name, &options.error_url);
    let addresses = (&options.email_and_password, &options.email_verification);
    let rows = (&options.user, &options.session, &options.account, &options.verification);
    let rules = (options.production, &options.rate_limit, &options.advanced);
    let social: Vec<_> = config.social_providers.iter().map(provider).collect();
    let generic: Vec<_> = config.options.generic_oauth.iter().map(generic).collect();
    let social =
        (social, generic, &config.options.plugins, &options.http, options.http.proxy.is_some());
    let program = (server, log, metrics, mail, redis, redis.storage.is_some());
    format!(
        "{secret:?} {secrets:?} {url:?} {transport:?} {lists:?} {names:?} {addresses:?} {rows:?} \
         {rules:?} {program:?} {social:?}"
    )
}

fn provider((id, provider): (&String, &SocialProviderConfig)) -> String {
    let options = &provider.options;
    format!("{id} {} {} {options:?}", provider.enabled, application(options))
}

fn application(options: &ProviderOptions) -> String {
    let secret = options.client_secret.as_ref().map(|secret| secret.expose());
    let key = options.client_assertion.as_ref().map(|key| (&key.pem, &key.algorithm, &key.key_id));
    let places = (&options.redirect_uri, &options.authorization_endpoint);
    let switches = (options.disable_default_scope, options.disable_id_token_sign_in);
    format!(
        "{:?} {secret:?} {key:?} {places:?} {switches:?} {:?}",
        options.client_id, options.rules
    )
}

fn generic(provider: &GenericOAuth) -> String {
    let config = provider.config();
    let places = (&config.discovery_url, &config.authorization_url, &config.token_url);
    let more = (&config.user_info_url, &config.end_session_endpoint, &config.issuer);
    let headers = (&config.discovery_headers, &config.authorization_headers);
    let pairs =
        (&config.authorization_url_params, &config.token_url_params, &config.refresh_token_params);
    let asked = (&config.scopes, &config.response_type, &config.response_mode, &config.prompt);
    let ways = (&config.access_type, &config.authentication, &config.user_info_scheme);
    let switches = (
        config.pkce,
        config.require_id_token_verification,
        config.allow_idp_initiated,
        config.disable_id_token_nonce_binding,
        config.disable_provider_logout,
    );
    let rest = (&config.profile, &config.access_token_expires_in, &config.post_logout_redirect_uri);
    format!(
        "{} {} {places:?} {more:?} {headers:?} {pairs:?} {asked:?} {ways:?} {switches:?} {rest:?}",
        config.provider_id,
        application(&config.application)
    )
}

/// Every value of a table with the variable that stands for its key.
fn variables(table: &Table, prefix: &str, found: &mut Vec<(String, String)>) {
    for (key, value) in table {
        // No shell takes a name with a slash; those tables are written as JSON.
        let is_name =
            |key: &String| key.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        match value {
            Value::Table(inner) if inner.keys().all(is_name) => {
                variables(inner, &format!("{prefix}__{}", key.to_uppercase()), found);
            }
            _ => {
                let value = match value {
                    Value::String(text) => text.clone(),
                    other => serde_json::to_string(other).unwrap(),
                };
                found.push((format!("{prefix}__{}", key.to_uppercase()), value));
            }
        }
    }
}

#[test]
fn every_key_there_is_stands_in_the_sample() {
    let mut config = Config::default();
    let root = Section::root("signet.toml", EVERY_KEY).unwrap();
    let source = Rc::clone(&root.source);
    options::read(root, &mut config).unwrap();
    let sample: Value = EVERY_KEY.parse::<Table>().unwrap().into();
    let mut missing = Vec::new();
    for path in source.asked.borrow().iter() {
        let found = path.split('.').try_fold(&sample, |value, key| match value.get(key)? {
            Value::Array(items) if items.first().is_some_and(Value::is_table) => items.first(),
            value => Some(value),
        });
        // One of several names has the key; `custom_rules` has paths for names.
        let of_a_name = path.split('.').rev().skip(1).any(|key| CHOSEN.contains(&key));
        // Tables are the same in all places, and so are their keys. `file` has a `path`
        // and `webhook` a `secret`, which `smtp` has not.
        let of_provider = path.starts_with("social_providers.")
            || path.starts_with("plugins.generic_oauth.config.");
        let last = path.rsplit('.').next().unwrap_or_default();
        let elsewhere = ["model_name", "fields"].iter().any(|key| path.ends_with(key))
            || path.starts_with("social_providers.") && path.split('.').count() == 2
            || of_provider && EVERY_KEY.contains(&format!("\n{last} = "))
            || of_provider && last == "client_assertion"
            || path.starts_with("plugins.") && last == "enabled"
            || matches!(path.as_str(), "mail.path" | "mail.secret");
        if !(found.is_some() || of_a_name || elsewhere) {
            missing.push(path.clone());
        }
    }
    assert!(missing.is_empty(), "{missing:?} belong into the sample");
}

#[test]
fn every_key_can_be_set_by_the_environment() {
    let mut found = Vec::new();
    variables(&EVERY_KEY.parse().unwrap(), "SIGNET", &mut found);
    assert!(found.len() > 70, "{found:?}");
    let of_environment = Config::load(None, found.clone()).unwrap();
    assert_eq!(shown(&of_environment), shown(&parse(EVERY_KEY)));

    // Each of them does something: without it, the result is another, or an error.
    for without in 0..found.len() {
        let mut rest = found.clone();
        let (name, _) = rest.remove(without);
        if let Ok(config) = Config::load(None, rest) {
            assert_ne!(shown(&config), shown(&of_environment), "{name}");
        }
    }
}

#[test]
fn a_variable_takes_the_place_of_its_key_in_the_file_and_of_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("signet.toml");
    std::fs::write(&file, "[session]\nexpires_in = 1\nupdate_age = 2\n").unwrap();
    let load = |variables: &[(&str, &str)]| Config::load(Some(&file), owned(variables)).unwrap();
    let session = load(&[("SIGNET__SESSION__EXPIRES_IN", "3600")]).options.session;
    assert_eq!((session.expires_in, session.update_age), (3600, 2));
    let session = load(&[("SIGNET__SESSION", r#"{"expires_in":3600}"#)]).options.session;
    assert_eq!((session.expires_in, session.update_age), (3600, 86_400));
    let session = load(&[("SIGNET__SESSION__EXPIRES_IN", "")]).options.session;
    assert_eq!(session.expires_in, 1);
}

#[test]
fn lists_have_commas_or_are_json_and_tables_are_json() {
    let list =
        |text: &str| load(&[("SIGNET__TRUSTED_ORIGINS", text)]).unwrap().options.trusted_origins;
    assert_eq!(
        list("https://a.example, https://b.example"),
        ["https://a.example", "https://b.example"]
    );
    assert_eq!(list(r#"["https://a.example"]"#), ["https://a.example"]);
    let rules = r#"{"/sign-in/*":{"window":10,"max":3},"/ok":false}"#;
    let rules = load(&[("SIGNET__RATE_LIMIT__CUSTOM_RULES", rules)]).unwrap();
    assert_eq!(rules.options.rate_limit.custom_rules.len(), 2);
}

#[test]
fn mails_go_to_a_file_by_the_environment() {
    let variables = [("SIGNET__MAIL__TRANSPORT", "file"), ("SIGNET__MAIL__PATH", "mails.jsonl")];
    let config = load(&variables).unwrap();
    assert!(config.mail.transport == Some(MailTransport::File("mails.jsonl".into())));
}

#[test]
fn chosen_names_keep_their_small_letters() {
    let config = load(&[("SIGNET__USER__FIELDS__emailVerified", "verified")]).unwrap();
    assert_eq!(config.options.user.table.fields["emailVerified"], "verified");
}

#[test]
fn a_wrong_variable_is_named_with_its_neighbour() {
    for (name, value, expected) in [
        (
            "SIGNET__SESION__EXPIRES_IN",
            "5",
            "SIGNET__SESION__EXPIRES_IN: unknown key `sesion`, did you mean `SIGNET__SESSION__EXPIRES_IN`?",
        ),
        (
            "SIGNET__SESSION__EXPIRESIN",
            "5",
            "SIGNET__SESSION__EXPIRESIN: unknown key `session.expiresin`, did you mean `SIGNET__SESSION__EXPIRES_IN`?",
        ),
        ("SIGNET__ZZZZZZZZZZ", "5", "SIGNET__ZZZZZZZZZZ: unknown key `zzzzzzzzzz`"),
        ("SIGNET__SESSION", "5", "SIGNET__SESSION: `session` must be a table"),
        (
            "SIGNET__SESSION__EXPIRES_IN",
            "long",
            "SIGNET__SESSION__EXPIRES_IN: `session.expires_in`: invalid type: string \"long\", expected i64",
        ),
        ("SIGNET__SECRET__X", "1", "SIGNET__SECRET__X: `secret` must be a value of its own"),
        ("SIGNET__SECRETS", "x", "SIGNET__SECRETS: `secrets`: "),
    ] {
        let message = load(&[(name, value)]).unwrap_err();
        assert!(message.starts_with(expected), "{message}");
    }
    let both = [("SIGNET__BASE_URL", "http://a"), ("SIGNET__BASE_URL__X", "1")];
    assert_eq!(load(&both).unwrap_err(), "SIGNET__BASE_URL__X: `base_url` is no table");
}

#[test]
fn a_short_name_beats_a_long_one() {
    let both = [("SIGNET__BASE_URL", "http://long"), ("SIGNET_URL", "http://short")];
    assert_eq!(load(&both).unwrap().options.base_url.as_deref(), Some("http://short"));
}

#[test]
fn no_message_about_a_variable_shows_a_secret() {
    for (name, value) in [
        ("SIGNET__SECRETS", "hunter2"),
        ("SIGNET__SECRETS", r#"[{"version":"hunter2","value":"x"}]"#),
        ("SIGNET__SECRETS", r#"["hunter2"]"#),
        ("SIGNET__DATABASE", "hunter2"),
        ("SIGNET__MAIL", "hunter2"),
    ] {
        let message = load(&[(name, value)]).unwrap_err();
        assert!(!message.contains("hunter2"), "{message}");
    }
}
