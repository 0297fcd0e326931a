use std::fmt;

use serde_json::{Map, Value};
use url::Url;

use super::authorization_url::AuthorizationUrl;
use super::generic_oauth::GenericOAuthConfig;
use super::id_token::{IdTokens, unchecked_claims};
use super::profile::is_subject;
use super::token_request::{TokenRequest, refreshed};
use super::{
    AuthorizationRequest, CodeExchange, EndSession, IdTokenFrom, Outside, Profile, ProviderError,
    ProviderFuture, ProviderTokens, SignInRules, SocialProvider, UserAtProvider, UserInfoRequest,
};

/// A provider whose endpoints are known.
pub(crate) struct GenericProvider {
    config: GenericOAuthConfig,
    authorization_url: String,
    token_url: String,
    issuer: Option<String>,
    is_oidc: bool,
    id_tokens: Option<IdTokens>,
}

impl GenericProvider {
    pub(crate) fn new(
        config: GenericOAuthConfig,
        issuer: Option<String>,
        is_oidc: bool,
        id_tokens: Option<IdTokens>,
    ) -> Result<Self, ProviderError> {
        let missing = |what: &str| ProviderError::new(format!("the provider names no {what}"));
        let authorization_url = config.authorization_url.clone();
        let token_url = config.token_url.clone();
        Ok(Self {
            authorization_url: authorization_url
                .ok_or_else(|| missing("authorization endpoint"))?,
            token_url: token_url.ok_or_else(|| missing("token endpoint"))?,
            config,
            issuer,
            is_oidc,
            id_tokens,
        })
    }

    fn request<'a>(&'a self, body: Vec<(String, String)>) -> TokenRequest<'a> {
        TokenRequest {
            endpoint: &self.token_url,
            options: &self.config.application,
            authentication: self.config.authentication,
            body,
            headers: &self.config.authorization_headers,
        }
    }

    fn with_default_end(&self, mut tokens: ProviderTokens, outside: Outside<'_>) -> ProviderTokens {
        if tokens.access_token_expires_at.is_none()
            && let Some(seconds) = self.config.access_token_expires_in
        {
            tokens.access_token_expires_at = Some(outside.now().plus_seconds(seconds));
        }
        tokens
    }

    async fn exchange(
        &self,
        outside: Outside<'_>,
        code: &CodeExchange,
    ) -> Result<ProviderTokens, ProviderError> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut body = vec![pair("grant_type", "authorization_code"), pair("code", &code.code)];
        if self.config.pkce {
            body.push(pair("code_verifier", &code.code_verifier));
        }
        if let Some(device_id) = &code.device_id {
            body.push(pair("device_id", device_id));
        }
        let own = self.config.application.redirect_uri.as_deref();
        body.push(pair("redirect_uri", own.unwrap_or(&code.redirect_uri)));
        for (name, value) in &self.config.token_url_params {
            if !body.iter().any(|(known, _)| known == name) {
                body.push(pair(name, value));
            }
        }
        let answer = self.request(body).send(outside).await?;
        let tokens = ProviderTokens::from_answer(answer, outside.now());
        Ok(self.with_default_end(tokens, outside))
    }

    async fn refresh(
        &self,
        outside: Outside<'_>,
        refresh_token: &str,
    ) -> Result<ProviderTokens, ProviderError> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut body =
            vec![pair("grant_type", "refresh_token"), pair("refresh_token", refresh_token)];
        for (name, value) in &self.config.refresh_token_params {
            if !body.iter().any(|(known, _)| known == name) {
                body.push(pair(name, value));
            }
        }
        let answer = self.request(body).send(outside).await?;
        Ok(self.with_default_end(refreshed(answer, outside)?, outside))
    }

    async fn verified_claims(
        &self,
        outside: Outside<'_>,
        id_tokens: &IdTokens,
        token: &str,
        nonce: Option<&str>,
    ) -> Result<Map<String, Value>, ProviderError> {
        let audiences = &self.config.application.client_id;
        let verified = id_tokens.verify(outside, token, audiences, nonce).await;
        verified.map_err(|error| ProviderError::new(error.to_string()))
    }

    async fn user(
        &self,
        outside: Outside<'_>,
        request: UserInfoRequest<'_>,
    ) -> Result<Option<UserAtProvider>, ProviderError> {
        let id_token = request.tokens.id_token.as_deref();
        let is_checked = self.id_tokens.is_some() && id_token.is_some();
        let claims = match (&self.id_tokens, id_token) {
            (_, None) => None,
            (Some(id_tokens), Some(token)) if request.id_token_from != IdTokenFrom::Store => {
                Some(self.verified_claims(outside, id_tokens, token, request.nonce).await?)
            }
            (_, Some(token)) => unchecked_claims(token),
        };
        let Some(profile) = self.profile(outside, request, claims.as_ref()).await? else {
            return Ok(None);
        };
        let claimed = claims.as_ref().and_then(|claims| Profile(claims).subject("sub"));
        // Two answers must speak of one user (OpenID Connect Core 1.0, section 5.3.2).
        if is_checked && claimed.is_some() && Profile(&profile).subject("sub") != claimed {
            return Ok(None);
        }
        let claims = claims.filter(|_| is_checked);
        Ok(self.map(profile, claims.as_ref()))
    }

    /// The claims where they say enough, or else what the user-info endpoint says.
    async fn profile(
        &self,
        outside: Outside<'_>,
        request: UserInfoRequest<'_>,
        claims: Option<&Map<String, Value>>,
    ) -> Result<Option<Map<String, Value>>, ProviderError> {
        if let Some(claims) = claims {
            let read = Profile(claims);
            if let (Some(subject), Some(_)) = (read.subject("sub"), read.text("email")) {
                let mut profile = Map::new();
                profile.insert("id".to_owned(), subject.into());
                profile.insert("emailVerified".to_owned(), read.is_true("email_verified").into());
                profile.extend(read.text("picture").map(|url| ("image".to_owned(), url.into())));
                profile.extend(claims.clone());
                return Ok(Some(profile));
            }
        }
        let token = request.tokens.access_token.as_deref();
        let (Some(url), Some(token)) = (self.config.user_info_url.as_deref(), token) else {
            return Ok(None);
        };
        let asking = if url.contains("{access_token}") {
            outside.get(&url.replace("{access_token}", token))
        } else {
            outside.get(url).secret(&format!("{} {token}", self.config.user_info_scheme))
        };
        Ok(Some(asking.object().await?))
    }

    /// `claims` are those of an id token that was checked.
    fn map(
        &self,
        data: Map<String, Value>,
        claims: Option<&Map<String, Value>>,
    ) -> Option<UserAtProvider> {
        let read = Profile(&data);
        let claimed = |path: &str| claims.and_then(|claims| Profile(claims).subject(path));
        let paths = &self.config.profile;
        let path = |own: &Option<String>, standard: &'static str| {
            own.clone().unwrap_or_else(|| standard.to_owned())
        };
        let subject = match &paths.subject {
            Some(path) => claimed(path).or_else(|| read.subject(path)),
            None if !self.is_oidc => read.subject("id"),
            None => claimed("sub").or_else(|| read.subject("sub")),
        };
        let subject = subject.filter(|subject| is_subject(subject))?;
        let mut user = Map::new();
        let mut set = |key: &str, value: Option<String>| {
            user.extend(value.map(|value| (key.to_owned(), Value::from(value))));
        };
        set("email", read.text(&path(&paths.email, "email")));
        set("image", read.text(&path(&paths.image, "picture")));
        set("name", read.text(&path(&paths.name, "name")));
        let verified = read.is_true(&path(&paths.email_verified, "email_verified"));
        user.insert("emailVerified".to_owned(), verified.into());
        if let Some(map) = &self.config.application.map_profile_to_user {
            user.extend(map(&data).into_iter().filter(|(key, _)| key != "id"));
        }
        Some(UserAtProvider { subject, user, data })
    }

    fn scope(&self, requested: &[String]) -> String {
        let configured = self.config.scopes.iter();
        let mut scopes: Vec<&str> =
            requested.iter().chain(configured).map(String::as_str).collect();
        if self.is_oidc && !scopes.contains(&"openid") {
            scopes.insert(0, "openid");
        }
        scopes.join(" ")
    }
}

impl SocialProvider for GenericProvider {
    fn id(&self) -> &str {
        &self.config.provider_id
    }

    fn rules(&self) -> &SignInRules {
        &self.config.application.rules
    }

    fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    fn needs_nonce(&self) -> bool {
        self.id_tokens.is_some() && !self.config.disable_id_token_nonce_binding
    }

    fn allows_idp_initiated(&self) -> bool {
        self.config.allow_idp_initiated
    }

    fn authorization_url(&self, request: &AuthorizationRequest) -> Result<Url, ProviderError> {
        let config = &self.config;
        let client_id = config.application.primary_client_id();
        let mut parameters: Vec<(&str, &str)> = Vec::new();
        let optional = [
            ("login_hint", &request.login_hint),
            ("nonce", &request.nonce),
            ("prompt", &config.prompt),
            ("access_type", &config.access_type),
            ("response_mode", &config.response_mode),
        ];
        for (name, value) in optional {
            parameters.extend(value.as_deref().map(|value| (name, value)));
        }
        let asked = request.additional.iter().map(|(name, value)| (name, value));
        let additional = config.authorization_url_params.iter().chain(asked);
        let redirect_uri = config.application.redirect_uri.as_deref();
        AuthorizationUrl {
            endpoint: &self.authorization_url,
            response_type: &config.response_type,
            client_id: client_id.ok_or_else(|| ProviderError::new("client_id is missing"))?,
            state: &request.state,
            scope: self.scope(&request.scopes),
            redirect_uri: redirect_uri.unwrap_or(&request.redirect_uri),
            code_verifier: Some(request.code_verifier.as_str()).filter(|_| config.pkce),
            parameters,
            additional: additional.map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            fixed: Vec::new(),
        }
        .build()
    }

    fn exchange_code<'p>(
        &'p self,
        outside: Outside<'p>,
        code: &'p CodeExchange,
    ) -> ProviderFuture<'p, ProviderTokens> {
        Box::pin(self.exchange(outside, code))
    }

    fn refresh_access_token<'p>(
        &'p self,
        outside: Outside<'p>,
        refresh_token: &'p str,
    ) -> Option<ProviderFuture<'p, ProviderTokens>> {
        Some(Box::pin(self.refresh(outside, refresh_token)))
    }

    fn user_info<'p>(
        &'p self,
        outside: Outside<'p>,
        request: UserInfoRequest<'p>,
    ) -> ProviderFuture<'p, Option<UserAtProvider>> {
        Box::pin(self.user(outside, request))
    }

    fn takes_id_tokens(&self) -> bool {
        self.id_tokens.is_some() && !self.config.application.disable_id_token_sign_in
    }

    fn verify_id_token<'p>(
        &'p self,
        outside: Outside<'p>,
        token: &'p str,
        nonce: Option<&'p str>,
    ) -> ProviderFuture<'p, bool> {
        Box::pin(async move {
            let Some(id_tokens) = &self.id_tokens else { return Ok(false) };
            self.verified_claims(outside, id_tokens, token, nonce).await.map(|_| true)
        })
    }

    fn end_session_url(&self, request: &EndSession) -> Option<Url> {
        let config = &self.config;
        if config.disable_provider_logout {
            return None;
        }
        let mut url = Url::parse(config.end_session_endpoint.as_deref()?).ok()?;
        let client_id = config.application.primary_client_id()?;
        let back = request.redirect_uri.as_deref().or(config.post_logout_redirect_uri.as_deref());
        let mut query = url.query_pairs_mut();
        if let Some(id_token) = &request.id_token {
            query.append_pair("id_token_hint", id_token);
        }
        match back {
            Some(back) => {
                query.append_pair("post_logout_redirect_uri", back);
                query.append_pair("client_id", client_id);
                if let Some(state) = &request.state {
                    query.append_pair("state", state);
                }
            }
            None if request.id_token.is_none() => {
                query.append_pair("client_id", client_id);
            }
            None => {}
        }
        drop(query);
        Some(url)
    }
}

impl fmt::Debug for GenericProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GenericProvider").field("config", &self.config).finish_non_exhaustive()
    }
}
