use serde_json::json;
use signet_auth_protocol::{Method, routes};

use super::everything;

const FIELDS: &[&str] = &["callbackURL", "redirectTo", "errorCallbackURL", "newUserCallbackURL"];

/// Percent-encoded, as they stand in a query.
const HOSTILE: &[&str] = &[
    "https%3A%2F%2Fevil.example%2Fx",
    "%2F%2Fevil.example",
    "%2F%5Cevil.example",
    "%5C%5Cevil.example",
    "%2F%09%2Fevil.example",
    "%2F%252fevil.example",
    "%09https%3A%2F%2Fevil.example",
    "javascript%3Aalert(1)",
    "data%3Atext%2Fhtml%2Cx",
    "http%3A%2F%2Flocalhost%3A3000%40evil.example",
    "http%3A%2F%2Flocalhost%3A3000.evil.example",
    "http%3A%2F%2Flocalhost%3A3001",
    "http%3A%5C%5Cevil.example",
    "http%3Aevil.example",
    "%2F%0D%0ALocation%3A%20https%3A%2F%2Fevil.example",
    "https%3A%2F%2Fevil%E3%80%82example",
];

#[tokio::test]
async fn no_endpoint_leads_to_a_foreign_page_whatever_the_method() {
    let (app, _mailbox) = everything().await;
    let client = app.signed_in("ada@example.test").await;
    for route in routes::ALL {
        let path = route.path.replace(":token", "unknown");
        for field in FIELDS {
            for hostile in HOSTILE {
                let url = format!("{path}?{field}={hostile}&token=unknown&error=x");
                for response in [
                    client.request(route.method.as_str(), &url).send().await,
                    client.request("POST", &url).json(&json!({})).send().await,
                ] {
                    let location = response.header("location");
                    let stays = ["", "/?error=x"].contains(&location)
                        || location.starts_with("http://localhost:3000/");
                    assert!(stays, "{url}: {location}");
                    assert!(!response.text().contains("evil"), "{url}: {}", response.text());
                }
            }
        }
        // What takes a target by its method really looks at it.
        let takes = route.input.fields.iter().any(|field| field.name == "callbackURL");
        if route.method == Method::Get && takes {
            let url = format!("{path}?callbackURL=%2F%2Fevil.example&token=unknown");
            let response = client.get(&url).await;
            assert_eq!(response.error().1, "INVALID_CALLBACK_URL", "{url}");
        }
    }
}
