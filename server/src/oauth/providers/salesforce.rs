use crate::oauth::definition::{Definition, Requires, Setting, UserSource};
use crate::oauth::{Person, Profile, Settings};

/// <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm>
pub(super) const PROVIDER: Definition = Definition {
    id: "salesforce",
    authorization_endpoint: "https://{host}/services/oauth2/authorize",
    token_endpoint: "https://{host}/services/oauth2/token",
    scopes: &["openid", "email", "profile"],
    requires: Requires::ClientIdAndSecret,
    // `production` or `sandbox`; a host of one's own counts before it.
    settings: &[Setting::or("environment", "production"), Setting::optional("login_url")],
    derive: Some(host),
    user: UserSource::Endpoint("https://{host}/services/oauth2/userinfo"),
    person,
    ..Definition::OAUTH2
};

fn host(settings: &mut Settings) {
    let host = match (settings.get("login_url"), settings.get("environment")) {
        (Some(own), _) => own.trim_start_matches("https://").to_owned(),
        (None, Some("sandbox")) => "test.salesforce.com".to_owned(),
        (None, _) => "login.salesforce.com".to_owned(),
    };
    settings.set("host", host);
}

fn person(profile: Profile<'_>) -> Person {
    Person {
        subject: profile.subject("user_id"),
        image: profile.first(&["photos.picture", "photos.thumbnail"]),
        ..Person::of_claims(profile)
    }
}
