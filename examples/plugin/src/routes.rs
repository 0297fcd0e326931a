//! What goes over the wire.

use signet_auth_server::protocol::{route, wire};

wire! {
    /// Makes an invitation.
    pub struct CreateInvitation {}

    /// The invitation.
    pub struct CreateInvitationReply {
        /// What a new user signs up with.
        pub code: String = "code",
    }

    /// The invitations of the user.
    pub struct ListInvitations {}

    /// The invitations, the oldest first.
    pub struct ListInvitationsReply {
        /// All that the user has made.
        pub invitations: Vec<Invitation> = "invitations",
    }

    /// An invitation.
    pub struct Invitation {
        /// What a new user signs up with.
        pub code: String = "code",
        /// The address of who has signed up with it.
        pub used_by: Option<String> = "usedBy",
    }
}

route! {
    CreateInvitation => CreateInvitationReply: Post "/invitations/create" {
        session: Sensitive, body: Optional, changes_session: false
    }

    ListInvitations => ListInvitationsReply: Get "/invitations/list" {
        session: Cached, body: Ignored, changes_session: false
    }
}
