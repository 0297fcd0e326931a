use std::fmt;

use serde_json::{Map, Value};
use signet_auth_protocol::Timestamp;

use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::crypto::Secrets;
use crate::db::{AccountRow, Additional, AdditionalValue};
use crate::hooks::Record;
use crate::session::cache::{Codec, Entropy};

/// The cookie that holds the account that a user has signed in with, encrypted. Where there is no
/// database it is all that keeps the tokens of the provider.
pub(crate) struct AccountCookie {
    codec: Codec,
}

impl AccountCookie {
    pub(crate) fn new(secrets: &Secrets) -> Self {
        Self { codec: Codec::for_accounts(secrets.all().map(|secret| secret.expose())) }
    }

    /// The account of a request.
    pub(crate) fn read(&self, context: &Context, caller: &Caller<'_>) -> Option<AccountRow> {
        let cookie = context.cookies.account_data(caller.cookies)?;
        let opened = self.codec.open(&cookie, context.now().0)?;
        account(serde_json::from_str(&opened.payload).ok()?)
    }

    /// The cookies that hold an account from now on; none where accounts are not kept in cookies.
    pub(crate) fn write(
        &self,
        context: &Context,
        caller: &Caller<'_>,
        account: Option<&AccountRow>,
    ) -> Vec<SetCookie> {
        let (Some(account), Some(age)) = (account, context.cookies.account_data_age()) else {
            return Vec::new();
        };
        let payload = Value::Object(Record::from(account).into_fields()).to_string();
        let mut entropy = Entropy::default();
        let filled = context.random.fill(&mut entropy.iv);
        let filled = filled.and_then(|()| context.random.fill(&mut entropy.id));
        let sealed =
            filled.ok().and_then(|()| self.codec.seal(&payload, context.now().0, age, entropy));
        match sealed {
            Some(value) => context.cookies.set_account_data(caller.cookies, &value),
            None => {
                tracing::error!("an account could not be written for its cookie");
                Vec::new()
            }
        }
    }

    /// Keeps the account of a request for as long again, or forgets it when it is somebody else's.
    pub(crate) fn renew(
        &self,
        context: &Context,
        caller: &Caller<'_>,
        user_id: &str,
    ) -> Vec<SetCookie> {
        match self.read(context, caller) {
            None => Vec::new(),
            Some(account) if account.user_id != user_id && !context.is_stateless => {
                context.cookies.expire_account_data(caller.cookies)
            }
            Some(account) => self.write(context, caller, Some(&account)),
        }
    }
}

fn account(mut map: Map<String, Value>) -> Option<AccountRow> {
    for claim in ["iat", "exp", "jti"] {
        map.shift_remove(claim);
    }
    let mut text = |key: &str| match map.shift_remove(key) {
        Some(Value::String(text)) => Some(text),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let time = |text: Option<String>| text.and_then(|text| Timestamp::parse(&text));
    let account = AccountRow {
        id: text("id")?,
        account_id: text("accountId")?,
        provider_id: text("providerId")?,
        user_id: text("userId")?,
        access_token: text("accessToken"),
        refresh_token: text("refreshToken"),
        id_token: text("idToken"),
        access_token_expires_at: time(text("accessTokenExpiresAt")),
        refresh_token_expires_at: time(text("refreshTokenExpiresAt")),
        scope: text("scope"),
        password: None,
        created_at: time(text("createdAt"))?,
        updated_at: time(text("updatedAt"))?,
        additional: Additional::new(),
    };
    map.shift_remove("password");
    let rest = map.into_iter().map(|(name, value)| AdditionalValue {
        name: name.into(),
        value,
        returned: true,
    });
    Some(AccountRow { additional: Additional(rest.collect()), ..account })
}

impl fmt::Debug for AccountCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountCookie(…)")
    }
}
