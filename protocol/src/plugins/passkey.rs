//! Passkeys.

use crate::Timestamp;
use crate::describe::{Nullable, True};
use crate::{route, wire};

wire! {
    /// A passkey of a user.
    pub struct Passkey {
        /// What its user calls it.
        pub name: Nullable<String> = "name",
        /// Base64 of its COSE key.
        pub public_key: String = "publicKey",
        /// Whose it is.
        pub user_id: String = "userId",
        /// Base64url.
        pub credential_id: String = "credentialID",
        /// How often it was used, where the authenticator counts.
        pub counter: f64 = "counter",
        /// `singleDevice` where it can't leave its device, else `multiDevice`.
        pub device_type: String = "deviceType",
        /// Whether there is a copy of it elsewhere.
        pub backed_up: bool = "backedUp",
        /// How it can be reached, separated by commas: `internal`, `hybrid`, `usb` and so on.
        pub transports: Nullable<String> = "transports",
        /// When it was made.
        pub created_at: Nullable<Timestamp> = "createdAt",
        /// The model of its authenticator.
        pub aaguid: Nullable<String> = "aaguid",
        /// What other calls name it by.
        pub id: String = "id",
    }

    /// Lists the passkeys of the user.
    pub struct ListUserPasskeys {}

    /// Gives a passkey another name.
    pub struct UpdatePasskey {
        /// Which.
        pub id: String = "id",
        /// The name.
        pub name: String = "name",
    }

    /// It has that name now.
    pub struct UpdatePasskeyReply {
        /// The passkey.
        pub passkey: Passkey = "passkey",
    }

    /// Deletes a passkey.
    pub struct DeletePasskey {
        /// Which.
        pub id: String = "id",
    }

    /// It is gone.
    pub struct DeletePasskeyReply {
        /// Always `true`.
        pub status: True = "status",
    }
}

route! {
    ListUserPasskeys => Vec<Passkey>: Get "/passkey/list-user-passkeys" {
        session: Cached, body: Ignored, changes_session: false
    }

    UpdatePasskey => UpdatePasskeyReply: Post "/passkey/update-passkey" {
        session: Sensitive, body: Required, changes_session: false
    }

    DeletePasskey => DeletePasskeyReply: Post "/passkey/delete-passkey" {
        session: Sensitive, body: Required, changes_session: false
    }
}
