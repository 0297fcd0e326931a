//! `/error`, where failed redirects end.

use signet_auth_protocol::Route;
use signet_auth_protocol::routes::ErrorPage;
use url::form_urlencoded;

use crate::caller::Caller;
use crate::context::Context;
use crate::html::escape;
use crate::origin::TrustedUrl;

/// What a browser gets to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ErrorView {
    /// The application's own page: a path on this origin.
    Redirect(String),
    /// A page in HTML, for developers.
    Page(String),
}

const UNKNOWN: &str = "UNKNOWN";

/// In production the front page of the application is told, otherwise a plain page is shown.
pub(crate) fn show(context: &Context, input: &ErrorPage) -> ErrorView {
    let code = input.error.as_deref().filter(|code| is_code(code)).unwrap_or(UNKNOWN);
    let description = input.error_description.as_deref().filter(|text| !text.is_empty());
    if let Some(target) = error_target(context) {
        let target = target.with_parameter("error", code);
        let target = match description {
            Some(description) => target.with_parameter("error_description", description),
            None => target,
        };
        ErrorView::Redirect(target.as_str().to_owned())
    } else if context.options.production {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("error", code);
        query.extend_pairs(description.map(|text| ("error_description", text)));
        ErrorView::Redirect(format!("/?{}", query.finish()))
    } else {
        ErrorView::Page(page(code, description))
    }
}

/// The application's own page for errors; one on an origin that is not trusted is none.
fn error_target(context: &Context) -> Option<TrustedUrl> {
    let url = context.options.error_url.as_deref()?;
    context.origins.target(ErrorPage::INFO.path, url, &Caller::default())
}

fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"'_-".contains(&byte))
}

fn page(code: &str, description: Option<&str>) -> String {
    let code = escape(code);
    let description =
        description.map_or_else(|| "Something went wrong while signing in.".to_owned(), escape);
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Error</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1rem }}
code {{ font-size: 1.1rem }}
</style>
</head>
<body>
<h1>Error</h1>
<p><code>{code}</code></p>
<p>{description}</p>
<p><a href="/">Go Home</a></p>
</body>
</html>
"#
    )
}
