//! Who signs up needs a code.

use std::sync::Arc;

use signet_auth_server::ApiError;
use signet_auth_server::db::{Changes, Filter};
use signet_auth_server::hooks::{Before, HookRequest, HookResponse};
use signet_auth_server::plugin::PluginContext;

use super::{INVITATION, INVITATION_NEEDED, Invitations};

impl Invitations {
    /// Takes the code. Of any number of sign-ups with one code, one changes the row.
    pub(super) async fn claim(
        self: Arc<Self>,
        context: PluginContext,
        request: HookRequest,
    ) -> Result<Before, ApiError> {
        let (Some(code), Some(email)) = (text(&request, "invitationCode"), text(&request, "email"))
        else {
            return Err(INVITATION_NEEDED.into());
        };
        let unused = Filter::new().equal("code", code).equal("usedBy", None::<String>);
        let used = Changes::default().with("usedBy", email);
        match context.rows(INVITATION).update(unused, used).await? {
            1 => Ok(Before::Continue(request)),
            _ => Err(INVITATION_NEEDED.into()),
        }
    }

    /// Gives the code back when nobody has signed up after all.
    pub(super) async fn release(
        self: Arc<Self>,
        context: PluginContext,
        request: HookRequest,
        response: HookResponse,
    ) -> Result<HookResponse, ApiError> {
        if response.status != 200
            && let (Some(code), Some(email)) =
                (text(&request, "invitationCode"), text(&request, "email"))
        {
            let taken = Filter::new().equal("code", code).equal("usedBy", email);
            let free = Changes::default().with("usedBy", None::<String>);
            context.rows(INVITATION).update(taken, free).await?;
        }
        Ok(response)
    }
}

fn text<'r>(request: &'r HookRequest, key: &str) -> Option<&'r str> {
    request.body.get(key)?.as_str()
}
