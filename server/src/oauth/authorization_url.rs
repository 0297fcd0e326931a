use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use signet_auth_protocol::describe::AuthorizationParameters;
use url::{Url, form_urlencoded};

use super::ProviderError;

/// Parameters that have a place of their own, in Better Auth's order.
const ORDERED: [&str; 8] =
    ["duration", "display", "login_hint", "nonce", "prompt", "hd", "access_type", "response_mode"];

/// The parameters of an authorization request (RFC 6749, section 4.1.1).
pub(crate) struct AuthorizationUrl<'a> {
    pub(crate) endpoint: &'a str,
    pub(crate) response_type: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) state: &'a str,
    /// All of them, with what stands between them.
    pub(crate) scope: String,
    pub(crate) redirect_uri: &'a str,
    /// `None` where the provider knows no PKCE.
    pub(crate) code_verifier: Option<&'a str>,
    /// Further parameters.
    pub(crate) parameters: Vec<(&'a str, &'a str)>,
    /// What the client asks for besides; of equal names these count.
    pub(crate) additional: Vec<(&'a str, &'a str)>,
    /// What the provider needs, whatever the client asks for.
    pub(crate) fixed: Vec<(&'a str, &'a str)>,
}

impl AuthorizationUrl<'_> {
    /// The address. What is in the endpoint's own query stays, unless it is set here.
    pub(crate) fn build(&self) -> Result<Url, ProviderError> {
        let mut pairs = Pairs::default();
        pairs.set("response_type", self.response_type);
        pairs.set("client_id", self.client_id);
        pairs.set("state", self.state);
        if !self.scope.is_empty() {
            pairs.set("scope", &self.scope);
        }
        pairs.set("redirect_uri", self.redirect_uri);
        let allowed =
            |name: &str| name == "nonce" || !AuthorizationParameters::RESERVED.contains(&name);
        let given = || self.parameters.iter().filter(|(name, _)| allowed(name));
        for ordered in ORDERED {
            let mut known = given().chain(&self.fixed);
            if let Some((name, value)) = known.rfind(|(name, _)| *name == ordered) {
                pairs.set(name, value);
            }
        }
        let challenge = self.code_verifier.map(code_challenge);
        if let Some(challenge) = &challenge {
            pairs.set("code_challenge_method", "S256");
            pairs.set("code_challenge", challenge);
        }
        for (name, value) in given().filter(|(name, _)| !ORDERED.contains(name)) {
            pairs.set(name, value);
        }
        let is_free = |name: &str| !AuthorizationParameters::RESERVED.contains(&name);
        for (name, value) in self.additional.iter().filter(|(name, _)| is_free(name)) {
            pairs.set(name, value);
        }
        for (name, value) in &self.fixed {
            pairs.set(name, value);
        }
        pairs.on(self.endpoint)
    }
}

/// RFC 7636, section 4.2.
fn code_challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

/// Names and values, each name once.
#[derive(Default)]
struct Pairs(Vec<(String, String)>);

impl Pairs {
    fn set(&mut self, name: &str, value: &str) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some(pair) => value.clone_into(&mut pair.1),
            None => self.0.push((name.to_owned(), value.to_owned())),
        }
    }

    fn on(self, endpoint: &str) -> Result<Url, ProviderError> {
        let endpoint =
            Url::parse(endpoint).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let mut url = endpoint
            .ok_or_else(|| ProviderError::new("the authorization endpoint is no http(s) URL"))?;
        let names = |part: &str| {
            let first = form_urlencoded::parse(part.as_bytes()).next();
            first.is_some_and(|(name, _)| self.0.iter().any(|(set, _)| *set == name))
        };
        let own = url.query().unwrap_or_default().split('&');
        let own: Vec<_> = own.filter(|part| !part.is_empty() && !names(part)).collect();
        let mut query = own.join("&");
        if !query.is_empty() {
            query.push('&');
        }
        let start = query.len();
        let mut form = form_urlencoded::Serializer::for_suffix(query, start);
        let query = form.extend_pairs(&self.0).finish();
        url.set_query(Some(&query));
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn url<'a>() -> AuthorizationUrl<'a> {
        AuthorizationUrl {
            endpoint: "https://provider.example/authorize",
            response_type: "code",
            client_id: "me",
            state: "s",
            scope: "openid email".to_owned(),
            redirect_uri: "http://localhost:3000/api/auth/callback/x",
            code_verifier: None,
            parameters: Vec::new(),
            additional: Vec::new(),
            fixed: Vec::new(),
        }
    }

    #[test]
    fn parameters_have_better_auths_order() {
        let url = AuthorizationUrl {
            // RFC 7636, appendix B.
            code_verifier: Some("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            parameters: vec![("audience", "a b"), ("prompt", "none"), ("login_hint", "a@b.cd")],
            ..url()
        };
        assert_eq!(
            url.build().unwrap().as_str(),
            "https://provider.example/authorize?response_type=code&client_id=me&state=s\
             &scope=openid+email&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fapi%2Fauth%2Fcallback%2Fx\
             &login_hint=a%40b.cd&prompt=none&code_challenge_method=S256\
             &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&audience=a+b"
        );
    }

    #[test]
    fn parameters_of_the_protocol_cant_be_set() {
        for name in AuthorizationParameters::RESERVED {
            let url = AuthorizationUrl { additional: vec![(name, "evil")], ..url() };
            assert!(!url.build().unwrap().as_str().contains("evil"), "{name}");
        }
    }

    #[test]
    fn what_the_provider_needs_cant_be_replaced() {
        let (form, query) = (("response_mode", "form_post"), ("response_mode", "query"));
        let url = AuthorizationUrl { fixed: vec![form], additional: vec![query], ..url() };
        assert!(url.build().unwrap().as_str().ends_with("&response_mode=form_post"));
    }

    #[test]
    fn the_endpoints_own_query_stays_and_cant_contradict() {
        let endpoint = "https://provider.example/authorize?tenant=t%201&state=fixed&x";
        let url = AuthorizationUrl { endpoint, scope: String::new(), ..url() };
        let built = url.build().unwrap();
        assert_eq!(built.query().unwrap().matches("state=").count(), 1);
        assert!(built.query().unwrap().starts_with("tenant=t%201&x&response_type=code"), "{built}");
    }

    #[test]
    fn only_http_is_left_for() {
        for endpoint in ["", "javascript:alert(1)", "/authorize", "data:text/html,x"] {
            assert!(AuthorizationUrl { endpoint, ..url() }.build().is_err(), "{endpoint}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_asked_for_comes_back_out_of_the_address(name in "[a-z_]{1,9}", value in ".{0,12}") {
            prop_assume!(!AuthorizationParameters::RESERVED.contains(&name.as_str()));
            let url = AuthorizationUrl { additional: vec![(&name, &value)], ..url() }.build().unwrap();
            let found = url.query_pairs().find(|(found, _)| *found == name);
            prop_assert_eq!(found.map(|(_, value)| value.into_owned()), Some(value));
        }
    }
}
