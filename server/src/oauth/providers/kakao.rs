use crate::oauth::definition::{Definition, Parameter, UserSource};
use crate::oauth::{Person, Profile};

/// <https://developers.kakao.com/docs/latest/en/kakaologin/rest-api>
pub(super) const PROVIDER: Definition = Definition {
    id: "kakao",
    authorization_endpoint: "https://kauth.kakao.com/oauth/authorize",
    token_endpoint: "https://kauth.kakao.com/oauth/token",
    pkce: false,
    scopes: &["account_email", "profile_image", "profile_nickname"],
    parameters: &[Parameter::LoginHint],
    user: UserSource::Endpoint("https://kapi.kakao.com/v2/user/me"),
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    let verified = profile.is_true("kakao_account.is_email_valid")
        && profile.is_true("kakao_account.is_email_verified");
    Person {
        subject: profile.subject("id"),
        name: profile.first(&["kakao_account.profile.nickname", "kakao_account.name"]),
        email: profile.text("kakao_account.email"),
        email_verified: verified,
        image: profile.first(&[
            "kakao_account.profile.profile_image_url",
            "kakao_account.profile.thumbnail_image_url",
        ]),
    }
}
