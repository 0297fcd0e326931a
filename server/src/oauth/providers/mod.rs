//! The providers that come with the server. Another one is a file that describes it, and a line in
//! the list below.
//!
//! ```
//! use signet_auth_server::oauth::ProviderOptions;
//! use signet_auth_server::oauth::providers::{GitHub, GitLab};
//!
//! let github = GitHub::new("id", "secret").with(|options| {
//!     options.scope = vec!["repo".to_owned()];
//!     options.rules.disable_sign_up = true;
//! });
//!
//! let mut options = ProviderOptions::new("id", "secret");
//! options.settings.insert("issuer".to_owned(), "https://git.example.com".to_owned());
//! let gitlab = GitLab::with_options(options);
//! ```

use super::definition::Definition;
use super::{OAuthProvider, ProviderOptions};

mod apple;
mod atlassian;
mod cloudflare;
mod cognito;
mod discord;
mod dropbox;
mod facebook;
mod figma;
mod github;
mod gitlab;
mod google;
mod huggingface;
mod kakao;
mod kick;
mod line;
mod linear;
mod linkedin;
mod microsoft;
mod naver;
mod notion;
mod paybin;
mod paypal;
mod polar;
mod railway;
mod reddit;
mod roblox;
mod salesforce;
mod slack;
mod spotify;
mod tiktok;
mod twitch;
mod twitter;
mod vercel;
mod vk;
mod wechat;
mod zoom;

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
    /// Apple.
    Apple = apple;
    /// Atlassian.
    Atlassian = atlassian;
    /// Cloudflare.
    Cloudflare = cloudflare;
    /// Amazon Cognito.
    Cognito = cognito;
    /// Discord.
    Discord = discord;
    /// Dropbox.
    Dropbox = dropbox;
    /// Facebook.
    Facebook = facebook;
    /// Figma.
    Figma = figma;
    /// GitHub.
    GitHub = github;
    /// GitLab, also of one's own.
    GitLab = gitlab;
    /// Google.
    Google = google;
    /// Hugging Face.
    HuggingFace = huggingface;
    /// Kakao.
    Kakao = kakao;
    /// Kick.
    Kick = kick;
    /// LINE.
    Line = line;
    /// Linear.
    Linear = linear;
    /// LinkedIn.
    LinkedIn = linkedin;
    /// Microsoft Entra ID and private Microsoft accounts.
    Microsoft = microsoft;
    /// Naver.
    Naver = naver;
    /// Notion.
    Notion = notion;
    /// Paybin.
    Paybin = paybin;
    /// PayPal.
    PayPal = paypal;
    /// Polar.
    Polar = polar;
    /// Railway.
    Railway = railway;
    /// Reddit.
    Reddit = reddit;
    /// Roblox.
    Roblox = roblox;
    /// Salesforce.
    Salesforce = salesforce;
    /// Slack.
    Slack = slack;
    /// Spotify.
    Spotify = spotify;
    /// TikTok.
    TikTok = tiktok;
    /// Twitch.
    Twitch = twitch;
    /// X, which was Twitter.
    Twitter = twitter;
    /// Vercel.
    Vercel = vercel;
    /// VK.
    Vk = vk;
    /// WeChat.
    WeChat = wechat;
    /// Zoom.
    Zoom = zoom;
}

/// The provider of this name, as an application uses it.
pub fn find(id: &str, options: ProviderOptions) -> Option<OAuthProvider> {
    let definition = ALL.iter().find(|definition| definition.id == id)?;
    Some(OAuthProvider::new(definition, options))
}

#[cfg(test)]
mod tests;
