//! The providers that come with the server. Another one is a file that describes it, and a line in
//! the list below.

use super::definition::Definition;
use super::{OAuthProvider, ProviderOptions};

mod github;
mod google;

/// Makes a type of each provider, whose `new` takes what the provider has given the application.
macro_rules! providers {
    ($($(#[doc = $doc:literal])* $name:ident = $file:ident;)*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Debug)]
            pub struct $name;

            impl $name {
                /// The provider, for an application with this id and this secret.
                #[expect(clippy::new_ret_no_self, reason = "all providers are of one type")]
                pub fn new(
                    client_id: impl Into<String>,
                    client_secret: impl Into<String>,
                ) -> OAuthProvider {
                    Self::with_options(ProviderOptions::new(client_id, client_secret))
                }

                /// The provider with all that can be configured.
                pub fn with_options(options: ProviderOptions) -> OAuthProvider {
                    OAuthProvider::new(&$file::PROVIDER, options)
                }
            }
        )*

        /// All of them.
        pub(crate) const ALL: &[&Definition] = &[$(&$file::PROVIDER),*];
    };
}

providers! {
    /// GitHub.
    GitHub = github;
    /// Google.
    Google = google;
}

/// The provider of this name, as an application uses it.
pub(crate) fn find(id: &str, options: ProviderOptions) -> Option<OAuthProvider> {
    let definition = ALL.iter().find(|definition| definition.id == id)?;
    Some(OAuthProvider::new(definition, options))
}
