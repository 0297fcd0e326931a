mod environment;

use proptest::prelude::*;
use serde_json::json;

use super::{Config, ConfigError, LogFormat};
use crate::cookie_cache::Strategy as CacheStrategy;
use crate::db::FieldType;
use crate::options::{
    CookieCacheVersion, CustomLimit, IdStrategy, OriginCheck, RateLimitRule, SameSite, TableNames,
};

const SECRET: &str = "golden-secret-0123456789-abcdefghijklmnop";

/// A configuration in which no key is left out, and none has its default.
const EVERY_KEY: &str = r#"
base_url = "https://app.example.com"
base_path = "/auth"
secret = "golden-secret-0123456789-abcdefghijklmnop"
secrets = [{ version = 2, value = "second" }, { version = 1, value = "first" }]
trusted_origins = ["https://*.example.com"]
disabled_paths = ["/sign-up/email"]
production = false
app_name = "App"
error_url = "/failed"

[database]
url = "sqlite://app.db"

[email_and_password]
enabled = false
disable_sign_up = true
auto_sign_in = false
require_email_verification = true
send_reset_password = false
reset_password_token_expires_in = 60
revoke_sessions_on_password_reset = true
min_password_length = 10
max_password_length = 64

[email_verification]
send_on_sign_up = false
send_on_sign_in = true
auto_sign_in_after_verification = true
expires_in = 60

[server]
listen = "127.0.0.1:4"
static = "dist"
migrate = true
header_timeout = 5
body_timeout = 6
max_connections = 7
shutdown_delay = 8
drain_timeout = 9
trust_request_id = true

[log]
format = "json"
level = "signet=debug,info"

[metrics]
listen = "127.0.0.1:9000"

[mail]
transport = "smtp"
url = "smtp://localhost:25"
from = "App <app@example.com>"
templates = "mails"

[session]
expires_in = 3600
update_age = 60
fresh_age = 0
disable_session_refresh = true
defer_session_refresh = true
store_session_in_database = true
preserve_session_in_database = true
cookie_cache = { enabled = true, max_age = 60, strategy = "jwe", refresh_before = 5, version = "2" }
additional_fields.device = { type = "string", required = false }

[user]
model_name = "people"
fields = { email = "mail" }

[user.change_email]
enabled = true
send_confirmation = true
update_email_without_verification = true

[user.delete_user]
enabled = true
send_verification = true
delete_token_expires_in = 60

[account]
model_name = "ways_in"
account_linking = { enabled = false, trusted_providers = ["google"], disable_implicit_linking = true, require_local_email_verified = false, allow_different_emails = true, allow_unlinking_all = true, update_user_info_on_link = true }
encrypt_oauth_tokens = true
update_account_on_sign_in = false
store_state_strategy = "cookie"
skip_state_cookie_check = true
store_account_cookie = true
additional_fields.scope_note = { type = "string", required = false }

[social_providers.google]
enabled = false
client_id = ["web", "mobile"]
client_secret = "google-secret"
redirect_uri = "https://app.example.com/back"
disable_id_token_sign_in = true
disable_sign_up = true
disable_implicit_sign_up = true
override_user_info_on_sign_in = true
require_email_verification = true
scope = ["calendar"]
disable_default_scope = true
authorization_endpoint = "https://accounts.example.com/authorize"
prompt = "consent"
access_type = "offline"
display = "page"
hd = "example.com"
include_granted_scopes = false

[social_providers.google.client_assertion]
key = "-----BEGIN PRIVATE KEY-----"
algorithm = "RS256"
key_id = "one"

[plugins.magic_link]
expires_in = 60
disable_sign_up = true
store_token = "hashed"
rate_limit = { window = 10, max = 1 }

[plugins.oauth_popup]
enabled = true

[plugins.one_tap]
client_id = "one-tap"
disable_sign_up = true

[[plugins.generic_oauth.config]]
provider_id = "example"
discovery_url = "https://id.example.com/.well-known/openid-configuration"
discovery_headers = { x-tenant = "acme" }
issuer = "https://id.example.com"
require_id_token_verification = true
authorization_url = "https://id.example.com/authorize"
token_url = "https://id.example.com/token"
user_info_url = "https://id.example.com/me"
user_info_scheme = "OAuth"
end_session_endpoint = "https://id.example.com/logout"
client_id = "id"
client_secret = "secret"
scopes = ["email"]
response_type = "code id_token"
response_mode = "form_post"
prompt = "login"
access_type = "offline"
pkce = false
access_token_expires_in = 60
authentication = "basic"
authorization_url_params = { audience = "api" }
token_url_params = { resource = "api" }
refresh_token_params = { scope = "email" }
authorization_headers = { x-api-key = "key" }
profile = { subject = "uid", name = "full_name", email = "mail", email_verified = "confirmed", image = "photo" }
allow_idp_initiated = true
disable_id_token_nonce_binding = true
post_logout_redirect_uri = "https://app.example.com/bye"
disable_provider_logout = true

[[plugins.generic_oauth.config]]
preset = "auth0"
domain = "acme.eu.auth0.com"
client_id = "id"

[[plugins.generic_oauth.config]]
preset = "microsoft-entra-id"
tenant_id = "11111111-2222-3333-4444-555555555555"
client_id = "id"

[plugins.email_otp]
otp_length = 8
expires_in = 60
allowed_attempts = 5
store_otp = "encrypted"
resend_strategy = "reuse"
disable_sign_up = true
send_verification_on_sign_up = true
override_default_email_verification = true
change_email = { verify_current_email = true }
rate_limit = { window = 10, max = 1 }

[plugins.passkey]
rp_id = "example.com"
rp_name = "Example"
origin = ["https://app.example.com"]
authenticator_selection = { authenticator_attachment = "platform", resident_key = "required", user_verification = "discouraged" }
advanced = { web_authn_challenge_cookie = "ceremony" }
table = { model_name = "credential", fields = { counter = "uses" } }

[plugins.two_factor]
issuer = "Acme"
challenge = "every-sign-in"
skip_verification_on_enable = true
allow_passwordless = true
two_factor_cookie_max_age = 60
trust_device_max_age = 3600
account_lockout = { max_failed_attempts = 4, duration_seconds = 30 }
totp_options = { digits = 8, period = 60, disable = true }
otp_options = { digits = 8, period = 5, allowed_attempts = 2, store_otp = "hashed" }
backup_code_options = { amount = 5, length = 12, store_backup_codes = "plain" }
table = { model_name = "second_factor", fields = { secret = "totp_secret" } }

[plugins.username]
min_username_length = 4
max_username_length = 20
immutable_username = true
display_username = false
username_normalization = false
validation_order = { username = "post-normalization", display_username = "post-normalization" }
fields = { username = "handle", display_username = "shown_handle" }

[outgoing]
time_limit = 5
body_limit = 4096
proxy = "http://proxy.internal:3128"

[verification]
disable_cleanup = true
store_in_database = true
store_identifier = "hashed"

[verification.fields]
value = "content"

[user.additional_fields.zeta]
type = "number"
bigint = true
default_value = 7

[user.additional_fields.alpha]
type = ["free", "paid"]
required = false
input = false
returned = false
unique = true
index = true
sortable = true
field_name = "alpha_column"

[redis]
url = "redis://localhost:6379/1"
key_prefix = "app:"

[rate_limit]
enabled = true
storage = "database"
window = 60
max = 5
custom_rules = { "/sign-in/*" = { window = 10, max = 3 }, "/ok" = false }

[advanced]
use_secure_cookies = true
cookie_prefix = "app"
cookies.session_token = { name = "sid", attributes = { path = "/app" } }
default_cookie_attributes = { max_age = 5, domain = "example.com", path = "/app", http_only = false, secure = true, same_site = "none", partitioned = true }
cross_sub_domain_cookies = { enabled = true, domain = "example.com" }
disable_csrf_check = true
disable_origin_check = ["/webhook"]
ip_address = { ip_address_headers = ["x-real-ip"], trusted_proxies = ["10.0.0.0/8"], disable_ip_tracking = true, ipv6_subnet = 48 }
skip_trailing_slashes = true
database = { generate_id = "uuid" }
body_limit = 4096
"#;

fn parse(text: &str) -> Config {
    Config::parse("signet.toml", text).unwrap()
}

fn owned(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn message(text: &str) -> String {
    Config::parse("signet.toml", text).unwrap_err().to_string()
}

#[test]
fn every_key_reaches_its_option() {
    let config = parse(EVERY_KEY);
    assert_eq!(config.database_url.unwrap().0, "sqlite://app.db");
    assert_eq!(config.server.header_timeout.as_secs(), 5);
    assert_eq!(config.server.drain_timeout.as_secs(), 9);
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!(config.metrics.listen.unwrap().port(), 9000);
    let options = config.options;
    assert_eq!(options.base_url.as_deref(), Some("https://app.example.com"));
    assert_eq!(options.base_path, "/auth");
    assert_eq!(options.secret.unwrap().expose(), SECRET);
    let secrets: Vec<_> =
        options.secrets.iter().map(|secret| (secret.version, secret.value.expose())).collect();
    assert_eq!(secrets, [(2, "second"), (1, "first")]);
    assert_eq!(options.trusted_origins, ["https://*.example.com"]);
    assert_eq!(options.disabled_paths, ["/sign-up/email"]);
    assert!(!options.production);

    let passwords = options.email_and_password;
    assert!(!passwords.enabled && passwords.disable_sign_up && !passwords.auto_sign_in);
    assert_eq!((passwords.min_password_length, passwords.max_password_length), (10, 64));

    assert_eq!(options.session.table, TableNames::default());
    let session = options.session;
    assert_eq!((session.expires_in, session.update_age, session.fresh_age), (3600, 60, 0));
    assert!(session.disable_session_refresh && session.defer_session_refresh);
    let cache = session.cookie_cache;
    assert_eq!((cache.enabled, cache.max_age, cache.strategy), (true, 60, CacheStrategy::Jwe));
    assert!(matches!(cache.version, CookieCacheVersion::Fixed(version) if version == "2"));
    assert_eq!(session.additional_fields[0].name, "device");

    assert!(matches!(options.advanced.database.generate_id, IdStrategy::Uuid));
    assert_eq!(options.user.table.model_name.as_deref(), Some("people"));
    assert_eq!(options.user.table.fields["email"], "mail");
    assert_eq!(options.account.table.model_name.as_deref(), Some("ways_in"));
    assert_eq!(options.verification.table.fields["value"], "content");
    let [zeta, alpha] = options.user.additional_fields.as_slice() else { panic!() };
    assert_eq!((zeta.name.as_str(), &zeta.ty, zeta.bigint), ("zeta", &FieldType::Number, true));
    assert_eq!(zeta.default_value, Some(json!(7)));
    assert!(zeta.required && zeta.input && zeta.returned);
    assert_eq!(alpha.ty, FieldType::OneOf(vec!["free".to_owned(), "paid".to_owned()]));
    assert!(!alpha.required && !alpha.input && !alpha.returned);
    assert!(alpha.unique && alpha.index && alpha.sortable);
    assert_eq!(alpha.field_name.as_deref(), Some("alpha_column"));

    let limits = options.rate_limit;
    assert_eq!((limits.enabled, limits.window, limits.max), (Some(true), 60, 5));
    let [strict, free] = limits.custom_rules.as_slice() else { panic!() };
    assert_eq!((strict.path.as_str(), free.path.as_str()), ("/sign-in/*", "/ok"));
    let expected = RateLimitRule { window: 10, max: 3 };
    assert!(matches!(strict.limit, CustomLimit::Rule(rule) if rule == expected));
    assert!(matches!(free.limit, CustomLimit::Unlimited));

    let advanced = options.advanced;
    assert_eq!(advanced.use_secure_cookies, Some(true));
    assert_eq!(advanced.cookie_prefix.as_deref(), Some("app"));
    let cookie = &advanced.cookies["session_token"];
    assert_eq!(cookie.name.as_deref(), Some("sid"));
    assert_eq!(cookie.attributes.path.as_deref(), Some("/app"));
    let attributes = advanced.default_cookie_attributes;
    assert_eq!((attributes.max_age, attributes.http_only), (Some(5), Some(false)));
    assert_eq!((attributes.secure, attributes.partitioned), (Some(true), Some(true)));
    assert_eq!(attributes.domain.as_deref(), Some("example.com"));
    assert_eq!(attributes.same_site, Some(SameSite::None));
    assert!(advanced.cross_sub_domain_cookies.enabled);
    assert_eq!(advanced.cross_sub_domain_cookies.domain.as_deref(), Some("example.com"));
    assert_eq!(advanced.disable_csrf_check, Some(true));
    assert_eq!(advanced.disable_origin_check, OriginCheck::NotBelow(vec!["/webhook".to_owned()]));
    assert_eq!(advanced.ip_address.ip_address_headers, ["x-real-ip"]);
    assert_eq!(advanced.ip_address.trusted_proxies, ["10.0.0.0/8"]);
    assert!(advanced.ip_address.disable_ip_tracking);
    assert_eq!(advanced.ip_address.ipv6_subnet, 48);
    assert!(advanced.skip_trailing_slashes);
    assert_eq!(advanced.body_limit, 4096);
}

#[test]
fn an_empty_file_leaves_the_defaults() {
    let options = parse("").options;
    assert_eq!(options.base_path, "/api/auth");
    assert!(options.production && options.email_and_password.enabled);
}

#[test]
fn a_second_factor_can_do_without_lockout_and_mail() {
    let shown = |text: &str| format!("{:?}", parse(text).options.plugins);
    let without = shown(
        "[plugins.two_factor]\naccount_lockout.enabled = false\notp_options = { enabled = false, digits = 8 }",
    );
    for part in ["account_lockout: None", "otp: None"] {
        assert!(without.contains(part), "{without}");
    }
    let with = shown("[plugins.two_factor.otp_options]");
    assert!(with.contains("otp: Some(OtpOptions { digits: 6, period: 3"), "{with}");
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_its_neighbour() {
    for (text, expected) in [
        ("\nbase_ulr = 1", "signet.toml:2: unknown key `base_ulr`, did you mean `base_url`?"),
        (
            "[session]\nupdate_age = 1\nexpiresIn = 5",
            "signet.toml:3: unknown key `session.expiresIn`, did you mean `session.expires_in`?",
        ),
        (
            "[sesion]\nexpires_in = 5",
            "signet.toml:1: unknown key `sesion`, did you mean `session`?",
        ),
        (
            "[user.additional_fields.age]\ntype = \"number\"\nrequire = false",
            "signet.toml:3: unknown key `user.additional_fields.age.require`, did you mean `user.additional_fields.age.required`?",
        ),
        (
            "[plugins.usename]",
            "signet.toml:1: unknown key `plugins.usename`, did you mean `plugins.username`?",
        ),
        (
            "[plugins.username]\nminUsernameLength = 4",
            "signet.toml:2: unknown key `plugins.username.minUsernameLength`, did you mean `plugins.username.min_username_length`?",
        ),
        ("zzzzzzzzzz = 1", "signet.toml:1: unknown key `zzzzzzzzzz`"),
    ] {
        assert_eq!(message(text), expected);
    }
}

#[test]
fn a_value_of_the_wrong_type_is_named_with_its_line() {
    for (text, start) in [
        ("\nsession.expires_in = \"long\"", "signet.toml:2: `session.expires_in`: invalid type"),
        ("session = 5", "signet.toml:1: `session` must be a table"),
        ("[email_and_password]\nmin_password_length = -1", "signet.toml:2: `email_and_password."),
        (
            "[user.additional_fields.age]\ntype = \"numbr\"",
            "signet.toml:2: `user.additional_fields.age.type`: a type is string, number",
        ),
        (
            "\n[user.additional_fields.age]\n",
            "signet.toml:2: `user.additional_fields.age.type` is missing",
        ),
        (
            "rate_limit.custom_rules.\"/ok\" = true",
            "signet.toml:1: `rate_limit.custom_rules./ok`: a rule is a table or `false`",
        ),
        ("server.header_timeout = 0", "signet.toml:1: `server.header_timeout`: it must be 1"),
        (
            "[plugins.username.validation_order]\nusername = \"before\"",
            "signet.toml:2: `plugins.username.validation_order.username`: expected pre-norm",
        ),
        ("log.level = \"lots\"", "signet.toml:1: `log.level`: expected off, error"),
        ("a = = 1", "signet.toml:1: "),
    ] {
        let message = message(text);
        assert!(message.starts_with(start), "{message}");
    }
}

#[test]
fn no_message_shows_a_secret() {
    for text in [
        "secret = \"\"\"hunter2\nhunter2",
        "secret = [\"hunter2\"]",
        "secret = \"hunter2\"\nsecret = \"hunter2\"",
        "[database]\nurl = { password = \"hunter2\" }",
        "secrets = [\"hunter2\"]",
        "secrets = \"hunter2\"",
        "secrets = \"x:hunter2\"",
        "secrets = { hunter2 = 1 }",
        "secrets = [{ version = \"hunter2\", value = \"x\" }]",
        "secrets = [{ version = 1, value = \"x\", hunter2 = 1 }]",
        "secrets = [{ version = 1, value = { hunter2 = 1 } }]",
    ] {
        let message = message(text);
        assert!(!message.contains("hunter2"), "{message}");
    }
    let config = parse("secret = \"hunter2\"\ndatabase.url = \"postgres://me:hunter2@db/app\"");
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn a_secret_that_protects_nothing_is_refused() {
    assert_eq!(message("\nsecret = \"\""), "signet.toml:2: `secret`: the secret is empty");
}

#[test]
fn the_environment_beats_the_file() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("signet.toml");
    std::fs::write(&file, "base_url = \"http://file\"\nsecret = \"of the file\"\n").unwrap();
    let load = |variables: &[(&str, &str)]| Config::load(Some(&file), owned(variables)).unwrap();
    let secret = |config: Config| config.options.secret.unwrap().expose().to_owned();

    assert_eq!(load(&[]).options.base_url.as_deref(), Some("http://file"));
    assert_eq!(load(&[("SIGNET_URL", "")]).options.base_url.as_deref(), Some("http://file"));
    for name in ["SIGNET_URL", "BETTER_AUTH_URL"] {
        assert_eq!(load(&[(name, "http://env")]).options.base_url.as_deref(), Some("http://env"));
    }
    for name in ["SIGNET_SECRET", "BETTER_AUTH_SECRET", "AUTH_SECRET"] {
        assert_eq!(secret(load(&[(name, "of the environment")])), "of the environment");
    }
    for name in ["SIGNET_SECRETS", "BETTER_AUTH_SECRETS"] {
        let secrets = load(&[(name, "2:new,1:old")]).options.secrets;
        let versions: Vec<_> = secrets.iter().map(|secret| secret.version).collect();
        assert_eq!(versions, [2, 1]);
    }
    let both = [("BETTER_AUTH_SECRET", "theirs"), ("SIGNET_SECRET", "ours")];
    assert_eq!(secret(load(&both)), "ours");
    assert_eq!(load(&[("DATABASE_URL", "x.db")]).database_url.unwrap().0, "x.db");
}

proptest! {
    #[test]
    fn reading_never_panics(text in ".*") {
        let _ = Config::parse("signet.toml", &text);
    }

    #[test]
    fn any_key_of_any_value_is_read_or_refused(
        key in "[a-z_]{1,12}(\\.[a-z_]{1,12})?",
        value in r#"true|-?[0-9]{1,3}|"[a-z]{0,3}"|\[[0-9]?\]|\{ [a-z] = 1 \}|1979-05-27"#,
    ) {
        if let Err(error) = Config::parse("signet.toml", &format!("\n{key} = {value}")) {
            prop_assert!(error.to_string().starts_with("signet.toml:2: "), "{}", error);
        }
    }
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let missing = std::path::Path::new("/nowhere/signet.toml");
    let error = Config::load(Some(missing), []).unwrap_err();
    assert!(matches!(error, ConfigError::Unreadable { .. }));
    assert!(error.to_string().starts_with("/nowhere/signet.toml can't be read: "));
}
