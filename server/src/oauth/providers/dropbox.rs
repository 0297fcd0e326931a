use crate::oauth::definition::{Definition, Parameter, Setting, UserSource};
use crate::oauth::{Person, Profile};

/// <https://developers.dropbox.com/oauth-guide>
pub(super) const PROVIDER: Definition = Definition {
    id: "dropbox",
    authorization_endpoint: "https://www.dropbox.com/oauth2/authorize",
    token_endpoint: "https://api.dropboxapi.com/oauth2/token",
    scopes: &["account_info.read"],
    parameters: &[Parameter::Renamed("token_access_type", "access_type")],
    settings: &[Setting::optional("access_type")],
    user: UserSource::PostedEndpoint("https://api.dropboxapi.com/2/users/get_current_account"),
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    Person {
        subject: profile.subject("account_id"),
        name: profile.text("name.display_name"),
        email: profile.text("email"),
        email_verified: profile.is_true("email_verified"),
        image: profile.text("profile_photo_url"),
    }
}
