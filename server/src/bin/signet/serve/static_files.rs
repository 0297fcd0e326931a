use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Response};
use tower_http::services::ServeDir;

use super::inside::Inside;
use crate::failure::Failure;

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");

/// Serves the files of a folder, and its `index.html` at every other address that can be a page:
/// only the front end knows which there are.
pub(super) fn router(folder: &Path) -> Result<Router, Failure> {
    let index = folder.join("index.html");
    if !index.is_file() {
        return Err(Failure::Configuration(format!(
            "{} holds no front end: there is no index.html in it",
            folder.display()
        )));
    }
    let inside = Inside::new(folder).map_err(|error| {
        Failure::Configuration(format!("{} can't be read: {error}", folder.display()))
    })?;
    let pages = Router::new().fallback(page).with_state((Arc::from(index), inside.clone()));
    let files = ServeDir::with_backend(folder, inside).fallback(pages);
    Ok(Router::new().fallback_service(files).layer(from_fn(guard)))
}

async fn page(State((index, inside)): State<(Arc<Path>, Inside)>, uri: Uri) -> Response {
    if is_file_name(uri.path()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let content = match inside.resolve(index.to_path_buf()).await {
        Ok(path) => tokio::fs::read(path).await,
        Err(error) => Err(error),
    };
    match content {
        Ok(content) => Html(content).into_response(),
        Err(error) => {
            tracing::error!(%error, "index.html can't be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Keeps hidden files hidden, and tells how long an answer may be kept.
async fn guard(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if is_hidden(path) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let cache = if is_hashed(path) { FOREVER } else { ASK_FIRST };
    let mut response = next.run(request).await;
    let known = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, if known { cache } else { ASK_FIRST });
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn is_file_name(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

/// `.env` and the like; a dot that is written as `%2e` is nothing that a browser sends.
fn is_hidden(path: &str) -> bool {
    let hidden = |segment: &str| segment.starts_with('.') && segment != ".well-known";
    path.split('/').any(hidden) || path.to_ascii_lowercase().contains("%2e")
}

/// Whether the name holds a hash of the content, as bundlers write it: `assets/index-B9x_fQ0a.js`.
fn is_hashed(path: &str) -> bool {
    let Some(name) = path.rsplit('/').next().filter(|_| path.contains("/assets/")) else {
        return false;
    };
    name.split_once('.')
        .and_then(|(stem, _)| stem.get(stem.len().checked_sub(9)?..))
        .and_then(|end| end.strip_prefix('-'))
        .is_some_and(|hash| hash.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_forever() {
        for path in ["/assets/index-B9x_fQ0a.js", "/app/assets/signet-12345678.wasm"] {
            assert!(is_hashed(path), "{path}");
        }
        for path in ["/", "/assets/", "/assets/logo.svg", "/index-B9x_fQ0a.js", "/assets/a-b.js"] {
            assert!(!is_hashed(path), "{path}");
        }
    }

    #[test]
    fn hidden_files_are_told_from_others() {
        for path in ["/.env", "/a/.git/config", "/%2eenv", "/..", "/%2E%2E/x"] {
            assert!(is_hidden(path), "{path}");
        }
        for path in ["/", "/a.b", "/.well-known/security.txt"] {
            assert!(!is_hidden(path), "{path}");
        }
    }
}
