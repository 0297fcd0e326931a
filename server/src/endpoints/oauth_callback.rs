//! `/callback/:id`, where providers send users back to.

use serde_json::Value;
use signet_auth_protocol::Route;
use signet_auth_protocol::routes::{ErrorPage, OAuthCallback, OAuthFormPost};
use url::form_urlencoded;

use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::error::ApiError;
use crate::oauth::{
    CodeExchange, IdTokenFrom, Identity, LinkFailure, OAuthState, ProviderSignIn, Resumed,
    SignInFailure, SocialProvider, UserInfoRequest, callback_url, link, resume, sign_in,
};
use crate::origin::TrustedUrl;
use crate::reply::Answer;

/// Ends a flow: the user is signed in, or their account linked, or the error page is shown.
pub(crate) async fn arrive(
    context: &Context,
    caller: &Caller<'_>,
    input: OAuthCallback,
) -> Result<Answer<String>, ApiError> {
    let default = default_error_page(context);
    let Some(state) = input.state.as_ref().map(|state| state.0.as_str()).filter(|s| !s.is_empty())
    else {
        if let Some(begun) = begin_anew(context, &input).await? {
            return Ok(begun);
        }
        return Ok(redirect(default.with_parameter("error", "state_not_found"), Vec::new()));
    };
    let Resumed { state: flow, cookies } = match resume(context, caller, state).await {
        Ok(resumed) => resumed,
        Err(error) => {
            tracing::warn!(code = error.code, "a flow with a provider can't go on");
            let page = error.error_url.as_deref().and_then(|url| page(context, caller, url));
            let to = page.unwrap_or(default).with_parameter("error", error.code);
            return Ok(redirect(to, Vec::new()));
        }
    };
    let error_page = flow.error_url.as_deref().and_then(|url| page(context, caller, url));
    let error_page = error_page.unwrap_or_else(|| default.clone());
    match finish(context, caller, &input, &flow).await {
        Ok((to, mut more)) => {
            let mut cookies = cookies;
            cookies.append(&mut more);
            Ok(redirect(to, cookies))
        }
        Err(Failure { code, description, at_default }) => {
            tracing::warn!(code = &*code, provider = &*input.id, "a flow with a provider failed");
            let to = if at_default { default } else { error_page };
            let to = to.with_parameter("error", &code);
            let to = match description.filter(|text| !text.is_empty()) {
                Some(description) => to.with_parameter("error_description", &description),
                None => to,
            };
            Ok(redirect(to, cookies))
        }
    }
}

/// Sends the browser on to the same place by `GET`: cookies do not come along with a form of another
/// site.
pub(crate) fn form_post(context: &Context, input: OAuthFormPost) -> Answer<String> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let text = |value: &Option<_>| {
        value.as_ref().map(|signet_auth_protocol::secret::ProviderToken(text)| text.clone())
    };
    let pairs = [
        ("code", text(&input.code)),
        ("error", input.error.clone()),
        ("device_id", input.device_id.clone()),
        ("error_description", input.error_description.clone()),
        ("state", text(&input.state)),
        ("user", input.user.clone()),
        ("iss", input.iss.clone()),
    ];
    for (name, value) in pairs {
        query.extend_pairs(value.map(|value| (name, value)));
    }
    let to = format!("{}?{}", callback_url(context, &input.id), query.finish());
    redirect(TrustedUrl::of_server(to), Vec::new())
}

fn redirect(to: TrustedUrl, cookies: Vec<SetCookie>) -> Answer<String> {
    Answer::Redirect { to, cookies }
}

/// The application's own page for errors, or the server's.
fn default_error_page(context: &Context) -> TrustedUrl {
    let own = context.options.error_url.as_deref();
    let own = own.and_then(|url| page(context, &Caller::default(), url));
    own.unwrap_or_else(|| context.own_page(ErrorPage::INFO.path))
}

/// A page that may be gone to: what was stored is checked again, for it may come from a cookie or
/// another server.
fn page(context: &Context, caller: &Caller<'_>, url: &str) -> Option<TrustedUrl> {
    let url = Some(url).filter(|url| !url.is_empty())?;
    context.origins.target(OAuthCallback::INFO.path, url, caller)
}

/// Why a flow failed.
struct Failure {
    code: String,
    description: Option<String>,
    /// Whether the page of the flow must not be told.
    at_default: bool,
}

impl Failure {
    fn new(code: &str) -> Self {
        Self { code: code.to_owned(), description: None, at_default: false }
    }

    /// What the application says.
    fn refused(error: &ApiError) -> Self {
        let code = error.any_code();
        Self {
            code: code.unwrap_or("internal_server_error").to_owned(),
            description: error.message().map(str::to_owned),
            at_default: false,
        }
    }
}

type Finished = (TrustedUrl, Vec<SetCookie>);

async fn finish(
    context: &Context,
    caller: &Caller<'_>,
    input: &OAuthCallback,
    flow: &OAuthState,
) -> Result<Finished, Failure> {
    if let Some(error) = input.error.as_deref().filter(|error| !error.is_empty()) {
        let description = input.error_description.clone();
        return Err(Failure { description, ..Failure::new(error) });
    }
    let code = input.code.as_ref().map(|code| code.0.as_str()).filter(|code| !code.is_empty());
    let code = code.ok_or_else(|| Failure::new("no_code"))?;
    let provider = context.providers.find(context.outside(), &input.id).await;
    let provider = provider.ok_or_else(|| Failure::new("oauth_provider_not_found"))?;
    check_provider(input, flow, &*provider)?;
    let identity = identify(context, input, flow, &*provider, code).await?;
    let callback = page(context, caller, &flow.callback_url);
    let callback = callback.ok_or_else(|| Failure::new("no_callback_url"))?;
    if let Some(asked) = &flow.link {
        return match link(context, caller, asked, &identity).await {
            Ok(()) => Ok((callback, Vec::new())),
            Err(LinkFailure::Refused(error)) => Err(Failure::refused(&error)),
            Err(failure) => Err(Failure::new(failure.code())),
        };
    }
    if identity.user.text("email").is_none() {
        return Err(Failure::new("email_not_found"));
    }
    let rules = provider.rules();
    let implicit = !rules.disable_implicit_sign_up || flow.request_sign_up == Some(true);
    let request = ProviderSignIn {
        identity: &identity,
        may_sign_up: implicit && !rules.disable_sign_up,
        overrides: rules.override_user_info_on_sign_in,
        require_email_verification: rules.require_email_verification,
        callback_url: Some(&flow.callback_url),
    };
    let signed_in = sign_in(context, caller, &request).await.map_err(|failure| match failure {
        SignInFailure::Refused(error) => Failure::refused(&error),
        SignInFailure::Unknown(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the database failed");
            Failure { at_default: true, ..Failure::new("internal_server_error") }
        }
        other => Failure::new(&other.text().replace(' ', "_")),
    })?;
    let new_user = flow.new_user_url.as_deref().filter(|_| signed_in.is_new);
    let to = new_user.and_then(|url| page(context, caller, url)).unwrap_or(callback);
    Ok((to, signed_in.cookies))
}

/// Whether the provider that answers is the one that was asked: a code of another one must not be
/// shown to this one, nor this flow be ended by that one (RFC 9700, section 4.4).
fn check_provider(
    input: &OAuthCallback,
    flow: &OAuthState,
    provider: &dyn SocialProvider,
) -> Result<(), Failure> {
    if flow.provider_id.as_deref().is_some_and(|asked| asked != provider.id()) {
        return Err(Failure::new("state_mismatch"));
    }
    let issuer = input.iss.as_deref().filter(|iss| !iss.is_empty());
    if let (Some(answering), Some(asked)) = (issuer, provider.issuer())
        && answering != asked
    {
        return Err(Failure::new("issuer_mismatch"));
    }
    if provider.needs_nonce() && flow.nonce.is_none() {
        return Err(Failure::new("nonce_binding_missing"));
    }
    Ok(())
}

/// Trades the code, and asks who the user is.
async fn identify(
    context: &Context,
    input: &OAuthCallback,
    flow: &OAuthState,
    provider: &dyn SocialProvider,
    code: &str,
) -> Result<Identity, Failure> {
    let outside = context.outside();
    let exchange = CodeExchange {
        code: code.to_owned(),
        code_verifier: flow.code_verifier.clone(),
        redirect_uri: callback_url(context, provider.id()),
        device_id: input.device_id.clone().filter(|id| !id.is_empty()),
    };
    let tokens = provider.exchange_code(outside, &exchange).await.map_err(|error| {
        let error = &error as &dyn std::error::Error;
        tracing::error!(error, provider = provider.id(), "a code was not traded");
        Failure::new("invalid_code")
    })?;
    let posted: Option<Value> =
        input.user.as_deref().and_then(|user| serde_json::from_str(user).ok());
    let request = UserInfoRequest {
        nonce: flow.nonce.as_deref(),
        user: posted.as_ref(),
        ..UserInfoRequest::new(&tokens, IdTokenFrom::Provider)
    };
    let found = provider.user_info(outside, request).await.unwrap_or_else(|error| {
        let error = &error as &dyn std::error::Error;
        tracing::error!(error, provider = provider.id(), "a provider did not say who a user is");
        None
    });
    let user = found.ok_or_else(|| Failure::new("unable_to_get_user_info"))?;
    let scopes = Some(tokens.scopes.clone());
    Ok(Identity { provider_id: provider.id().to_owned(), user, tokens, scopes })
}

/// Begins a flow that began at the provider, where that is allowed: what came with it proves nothing.
async fn begin_anew(
    context: &Context,
    input: &OAuthCallback,
) -> Result<Option<Answer<String>>, ApiError> {
    if input.state.is_some() || input.code.is_none() {
        return Ok(None);
    }
    let provider = context.providers.find(context.outside(), &input.id).await;
    let Some(provider) = provider.filter(|provider| provider.allows_idp_initiated()) else {
        return Ok(None);
    };
    let (to, cookies) = super::social::begin_idp_initiated(context, &*provider).await?;
    Ok(Some(redirect(to, cookies)))
}
