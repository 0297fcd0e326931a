use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};
use signet_auth_protocol::describe::AuthorizationParameters;
use url::Url;

use super::authorization_url::AuthorizationUrl;
use super::definition::{
    Asked, Definition, IdTokenRule, Parameter, Requires, ScopeRule, UserSource,
};
use super::id_token::{IdTokenRules, IdTokens, unchecked_claims};
use super::key_set::KeySet;
use super::token_request::{TokenRequest, refreshed};
use super::{
    AuthorizationRequest, ClientAuthentication, CodeExchange, IdTokenFrom, Outside, Person,
    Profile, ProviderError, ProviderFuture, ProviderOptions, ProviderTokens, Settings, SignInRules,
    SocialProvider, UserAtProvider, UserInfoRequest,
};

/// A provider that is described by a file in `providers`, as an application uses it.
pub struct OAuthProvider {
    definition: &'static Definition,
    options: ProviderOptions,
    settings: Settings,
    id_tokens: Option<IdTokens>,
}

impl OAuthProvider {
    pub(crate) fn new(definition: &'static Definition, options: ProviderOptions) -> Self {
        let mut settings = Settings::new(&options.settings, definition.settings);
        if let Some(derive) = definition.derive {
            derive(&mut settings);
        }
        let id_tokens = definition.id_token.as_ref().map(|rule| id_tokens(rule, &settings));
        Self { definition, options, settings, id_tokens }
    }

    /// What the application has configured.
    pub fn options(&self) -> &ProviderOptions {
        &self.options
    }

    /// The same provider, used otherwise.
    #[must_use]
    pub fn with(self, change: impl FnOnce(&mut ProviderOptions)) -> Self {
        let mut options = self.options;
        change(&mut options);
        Self::new(self.definition, options)
    }

    /// What is wrong with the configuration.
    ///
    /// # Errors
    /// When a setting is missing, or unknown.
    pub(crate) fn check(&self) -> Result<(), ProviderError> {
        let id = self.definition.id;
        let declared = self.definition.settings;
        for setting in declared.iter().filter(|setting| setting.required) {
            if self.settings.get(setting.name).is_none() {
                return Err(ProviderError::new(format!("{id} needs {}", setting.name)));
            }
        }
        let is_unknown = |name: &&String| !declared.iter().any(|setting| setting.name == **name);
        match self.options.settings.keys().find(is_unknown) {
            Some(name) => Err(ProviderError::new(format!("{id} has no setting {name}"))),
            None => Ok(()),
        }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn token_endpoint(&self) -> String {
        self.settings.fill(self.definition.token_endpoint)
    }

    /// The client ids that id tokens may be for: what is configured for tokens of clients alone, or
    /// the application's own.
    fn audiences(&self, is_brought: bool) -> Vec<String> {
        let own = self.options.client_id.iter().filter(|id| !id.is_empty()).cloned();
        let named = |name: &str| self.settings.get(name).map(str::to_owned);
        let audience = named("audience").or_else(|| named("app_bundle_identifier"));
        match audience {
            Some(audience) if is_brought => {
                audience.split(',').map(|one| one.trim().to_owned()).collect()
            }
            _ => own.collect(),
        }
    }

    fn check_client(&self) -> Result<&str, ProviderError> {
        let id = self.definition.id;
        let needs_secret = self.definition.requires == Requires::ClientIdAndSecret;
        let secret = self.options.client_secret.as_ref();
        let has_secret = secret.is_some_and(|secret| !secret.expose().is_empty())
            || self.options.client_assertion.is_some();
        match self.options.primary_client_id() {
            _ if self.definition.requires == Requires::Settings => Ok(""),
            Some(client_id) if has_secret || !needs_secret => Ok(client_id),
            _ => Err(ProviderError::new(format!("{id} needs client id and secret"))),
        }
    }

    /// All scopes, with what stands between them.
    pub(crate) fn scope(&self, requested: &[String]) -> String {
        let rule = self.definition.scope_rule;
        let is_default = !self.options.disable_default_scope;
        let default = self.definition.scopes.iter().copied().filter(|_| is_default);
        let configured = self.options.scope.iter().map(String::as_str);
        let requested = requested.iter().map(String::as_str);
        let mut scopes: Vec<&str> = match rule {
            ScopeRule::Nothing => Vec::new(),
            ScopeRule::RequestedFirst => default.chain(requested).chain(configured).collect(),
            _ => default.chain(configured).chain(requested).collect(),
        };
        if rule == ScopeRule::Unrepeated {
            let mut seen = std::collections::BTreeSet::new();
            scopes.retain(|scope| seen.insert(*scope));
        }
        scopes.join(self.definition.scope_separator)
    }

    async fn trade(
        &self,
        outside: Outside<'_>,
        authentication: ClientAuthentication,
        body: Vec<(String, String)>,
    ) -> Result<Map<String, Value>, ProviderError> {
        let request = TokenRequest {
            endpoint: &self.token_endpoint(),
            options: &self.options,
            authentication,
            body,
            headers: &[],
        };
        let answer = request.send(outside).await?;
        match self.definition.quirks.token_answer {
            Some(read) => read(answer),
            None => Ok(answer),
        }
    }

    async fn exchange(
        &self,
        outside: Outside<'_>,
        code: &CodeExchange,
    ) -> Result<ProviderTokens, ProviderError> {
        let mut body = vec![pair("grant_type", "authorization_code"), pair("code", &code.code)];
        if self.definition.pkce && !self.is_pkce_off() {
            body.push(pair("code_verifier", &code.code_verifier));
        }
        if let Some(device_id) = &code.device_id
            && self.definition.quirks.names_devices
        {
            body.push(pair("device_id", device_id));
        }
        body.push(pair("redirect_uri", self.redirect_uri(&code.redirect_uri)));
        let answer = self.trade(outside, self.client_authentication(), body).await?;
        Ok(ProviderTokens::from_answer(answer, outside.now()))
    }

    /// Trades a refresh token, with further pairs in the body.
    pub(crate) async fn refresh_with(
        &self,
        outside: Outside<'_>,
        refresh_token: &str,
        more: Vec<(String, String)>,
    ) -> Result<ProviderTokens, ProviderError> {
        let mut body =
            vec![pair("grant_type", "refresh_token"), pair("refresh_token", refresh_token)];
        body.extend(more);
        let authentication = self.definition.quirks.refresh_authentication;
        let authentication = authentication.unwrap_or_else(|| self.client_authentication());
        refreshed(self.trade(outside, authentication, body).await?, outside)
    }

    /// As configured, by the names of OpenID Connect Core 1.0, section 9, or as usual there.
    fn client_authentication(&self) -> ClientAuthentication {
        match self.settings.get("token_endpoint_auth_method") {
            Some("client_secret_post") => ClientAuthentication::Post,
            Some("client_secret_basic") => ClientAuthentication::Basic,
            _ => self.definition.client_authentication,
        }
    }

    fn is_pkce_off(&self) -> bool {
        self.settings.get("pkce") == Some("false")
    }

    pub(crate) fn redirect_uri<'u>(&'u self, default: &'u str) -> &'u str {
        self.options.redirect_uri.as_deref().unwrap_or(default)
    }

    /// The claims of the id token; `None` when there is none, or none to be believed.
    async fn claims(
        &self,
        outside: Outside<'_>,
        request: UserInfoRequest<'_>,
    ) -> Result<Option<Map<String, Value>>, ProviderError> {
        let Some(token) = request.tokens.id_token.as_deref() else { return Ok(None) };
        let Some(id_tokens) = &self.id_tokens else { return Ok(unchecked_claims(token)) };
        if request.id_token_from == IdTokenFrom::Store {
            return Ok(unchecked_claims(token));
        }
        let audiences = self.audiences(request.id_token_from == IdTokenFrom::Client);
        let verified = id_tokens.verify(outside, token, &audiences, request.nonce).await;
        match verified {
            Ok(claims) if self.are_claims_allowed(&claims) => Ok(Some(claims)),
            Ok(_) => Err(ProviderError::new("the claims of the id token are not allowed")),
            Err(error) => Err(ProviderError::new(error.to_string())),
        }
    }

    fn are_claims_allowed(&self, claims: &Map<String, Value>) -> bool {
        let rule = self.definition.id_token.as_ref().and_then(|rule| rule.claims);
        rule.is_none_or(|allows| allows(&self.settings, Profile(claims)))
    }

    async fn user(
        &self,
        outside: Outside<'_>,
        request: UserInfoRequest<'_>,
    ) -> Result<Option<UserAtProvider>, ProviderError> {
        let id_token = request.tokens.id_token.as_deref();
        let has_id_token = id_token.is_some();
        let is_jwt = id_token.is_some_and(|token| token.split('.').count() == 3);
        let profile = match self.definition.user {
            UserSource::IdToken => self.claims(outside, request).await?,
            UserSource::IdTokenOrEndpoint(_) if has_id_token => {
                self.claims(outside, request).await?
            }
            UserSource::Endpoint(url) | UserSource::IdTokenOrEndpoint(url) => {
                let asked = Asked { provider: self, outside, request, claims: None };
                let asking = outside.get(&self.settings.fill(url)).bearer(asked.access_token()?);
                self.profile(asking.object().await?)
            }
            UserSource::PostedEndpoint(url) => {
                let asked = Asked { provider: self, outside, request, claims: None };
                let asking = outside.post(&self.settings.fill(url)).bearer(asked.access_token()?);
                self.profile(asking.object().await?)
            }
            UserSource::Asked(ask) => {
                let claims = match &self.id_tokens {
                    Some(_) if is_jwt => self.claims(outside, request).await?,
                    _ => None,
                };
                let asked = Asked { provider: self, outside, request, claims: claims.as_ref() };
                let found = ask(asked).await?;
                return Ok(found.and_then(|(person, profile)| self.map(person, profile)));
            }
        };
        Ok(profile.and_then(|profile| {
            let person = (self.definition.person)(Profile(&profile));
            self.map(person, profile)
        }))
    }

    /// The profile in an answer.
    fn profile(&self, answer: Map<String, Value>) -> Option<Map<String, Value>> {
        match self.definition.profile_at {
            "" => Some(answer),
            path => Profile(&answer).value(path)?.as_object().cloned(),
        }
    }

    /// A page whose parameters have names of their own: these, and what the client asks for.
    pub(crate) fn replaced_query(
        &self,
        mut url: Url,
        own: &[(&str, String)],
        request: &AuthorizationRequest,
    ) -> Url {
        let is_free = |name: &str| {
            !AuthorizationParameters::RESERVED.contains(&name)
                && !own.iter().any(|(known, _)| *known == name)
        };
        let asked = request.additional.iter().filter(|(name, _)| is_free(name));
        url.query_pairs_mut().clear().extend_pairs(own).extend_pairs(asked);
        url
    }

    /// Checks an id token that a client has brought by the rule of the definition.
    pub(crate) async fn verify_by_rule(
        &self,
        outside: Outside<'_>,
        token: &str,
        nonce: Option<&str>,
    ) -> Result<bool, ProviderError> {
        let Some(id_tokens) = &self.id_tokens else { return Ok(false) };
        match id_tokens.verify(outside, token, &self.audiences(true), nonce).await {
            Ok(claims) => Ok(self.are_claims_allowed(&claims)),
            Err(error) => Err(ProviderError::new(error.to_string())),
        }
    }

    /// The user, as the definition and the application read the profile.
    fn map(&self, person: Person, data: Map<String, Value>) -> Option<UserAtProvider> {
        let subject = person.subject?;
        let mut user = Map::new();
        user.insert("name".to_owned(), person.name.unwrap_or_default().into());
        if let Some(email) = person.email {
            user.insert("email".to_owned(), email.into());
        }
        if let Some(image) = person.image {
            user.insert("image".to_owned(), image.into());
        }
        user.insert("emailVerified".to_owned(), person.email_verified.into());
        if let Some(map) = &self.options.map_profile_to_user {
            let mapped = map(&data);
            user.extend(mapped.into_iter().filter(|(key, _)| key != "id"));
        }
        Some(UserAtProvider { subject, user, data })
    }
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn id_tokens(rule: &IdTokenRule, settings: &Settings) -> IdTokens {
    let issuers = rule.issuers.iter().map(|issuer| settings.fill(issuer)).collect();
    let rules = IdTokenRules { max_age: rule.max_age, hashed_nonce: rule.hashed_nonce };
    IdTokens::new(
        KeySet::new(settings.fill(rule.keys), Vec::new()),
        issuers,
        rule.algorithms,
        rules,
    )
}

impl SocialProvider for OAuthProvider {
    fn id(&self) -> &str {
        self.definition.id
    }

    fn rules(&self) -> &SignInRules {
        &self.options.rules
    }

    fn authorization_url(&self, request: &AuthorizationRequest) -> Result<Url, ProviderError> {
        let client_id = self.check_client()?;
        self.check()?;
        let definition = self.definition;
        let endpoint = match &self.options.authorization_endpoint {
            Some(endpoint) => endpoint.clone(),
            None => self.settings.fill(definition.authorization_endpoint),
        };
        let login_hint = request.login_hint.as_deref();
        let is_fixed = |parameter: &&Parameter| matches!(parameter, Parameter::Always(..));
        let (fixed, free): (Vec<_>, Vec<_>) = definition.parameters.iter().partition(is_fixed);
        let mut parameters: Vec<_> = self.settings.pairs(free, login_hint).collect();
        if let Some(nonce) = &request.nonce {
            parameters.push(("nonce", nonce));
        }
        let additional = request.additional.iter().filter(|_| definition.takes_parameters);
        let uses_pkce = definition.pkce && !self.is_pkce_off();
        let url = AuthorizationUrl {
            endpoint: &endpoint,
            response_type: definition.response_type,
            client_id,
            state: &request.state,
            scope: self.scope(&request.scopes),
            redirect_uri: self.redirect_uri(&request.redirect_uri),
            code_verifier: Some(request.code_verifier.as_str()).filter(|_| uses_pkce),
            parameters,
            additional: additional.map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            fixed: self.settings.pairs(fixed, None).collect(),
        };
        let url = url.build()?;
        Ok(match definition.quirks.authorization_url {
            Some(change) => change(url, self, request),
            None => url,
        })
    }

    fn exchange_code<'p>(
        &'p self,
        outside: Outside<'p>,
        code: &'p CodeExchange,
    ) -> ProviderFuture<'p, ProviderTokens> {
        match self.definition.quirks.exchange {
            Some(exchange) => exchange(self, outside, code),
            None => Box::pin(self.exchange(outside, code)),
        }
    }

    fn refresh_access_token<'p>(
        &'p self,
        outside: Outside<'p>,
        refresh_token: &'p str,
    ) -> Option<ProviderFuture<'p, ProviderTokens>> {
        match self.definition.quirks.refresh {
            _ if !self.definition.refreshes => None,
            Some(refresh) => Some(refresh(self, outside, refresh_token)),
            None => Some(Box::pin(self.refresh_with(outside, refresh_token, Vec::new()))),
        }
    }

    fn user_info<'p>(
        &'p self,
        outside: Outside<'p>,
        request: UserInfoRequest<'p>,
    ) -> ProviderFuture<'p, Option<UserAtProvider>> {
        Box::pin(self.user(outside, request))
    }

    fn takes_id_tokens(&self) -> bool {
        let is_known = self.definition.id_token.as_ref().is_some_and(|rule| rule.for_clients)
            || self.definition.quirks.verify_id_token.is_some();
        is_known && !self.options.disable_id_token_sign_in
    }

    fn verify_id_token<'p>(
        &'p self,
        outside: Outside<'p>,
        token: &'p str,
        nonce: Option<&'p str>,
    ) -> ProviderFuture<'p, bool> {
        if let Some(verify) = self.definition.quirks.verify_id_token {
            return verify(self, outside, token, nonce);
        }
        Box::pin(self.verify_by_rule(outside, token, nonce))
    }

    fn for_client(&self, client_id: &str) -> Option<Arc<dyn SocialProvider>> {
        let client_id = vec![client_id.to_owned()];
        let options = ProviderOptions { client_id, ..self.options.clone() };
        Some(Arc::new(Self::new(self.definition, options)))
    }
}

impl fmt::Debug for OAuthProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthProvider")
            .field("id", &self.definition.id)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
