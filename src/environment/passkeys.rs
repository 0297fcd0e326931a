//! The ceremonies of WebAuthn, where the host has them.

use super::Transport;

/// Makes and uses passkeys, in the JSON forms of WebAuthn Level 3, section 5.1. A ceremony that
/// still waits ends when another one begins. Whatever the host throws comes back as it is.
pub trait Passkeys: Transport {
    /// Makes one, of `PublicKeyCredentialCreationOptionsJSON`. `unasked` makes it without asking
    /// the user, where the host can. Gives a `RegistrationResponseJSON`.
    fn create_passkey(&self, options: &Self::Value, unasked: bool) -> Self::Pending;

    /// Signs with one, of `PublicKeyCredentialRequestOptionsJSON`. `auto_fill` waits until the user
    /// picks one in a field. Gives an `AuthenticationResponseJSON`.
    fn get_passkey(&self, options: &Self::Value, auto_fill: bool) -> Self::Pending;
}
