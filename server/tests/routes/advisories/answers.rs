use futures_util::future::join_all;
use serde_json::json;
use signet_auth_protocol::routes;

use super::{everything, everything_with};

#[tokio::test]
async fn every_answer_of_every_route_says_that_it_is_not_to_be_stored() {
    let (app, _mailbox) = everything().await;
    let mut number = 0;
    for route in routes::ALL {
        for method in ["GET", "POST", "HEAD", "OPTIONS", "PUT"] {
            number += 1;
            let signed_in = app.signed_in(&format!("user{number}@example.test")).await;
            for client in [app.anonymous(), signed_in] {
                for body in ["{}", "{", "[]"] {
                    let path = route.path.replace(":token", "unknown");
                    let request = client.request(method, &path);
                    let response = request.body("application/json", body).send().await;
                    let control = response.header("cache-control").to_owned();
                    assert!(control.contains("no-store"), "{method} {path} {body}: {control:?}");
                }
            }
        }
    }
}

/// Requests of many users at once, so that whatever is shared between them shows.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_given_the_answer_to_somebody_elses_request() {
    for cached in [false, true] {
        let (app, _mailbox) =
            everything_with(|options| options.session.cookie_cache.enabled = cached).await;
        let mut clients = Vec::new();
        for number in 0..8 {
            let email = format!("user{number}@example.test");
            clients.push((app.signed_in(&email).await, email));
        }
        let requests = (0..400).map(|round| {
            let (client, email) = clients[round % clients.len()].clone();
            tokio::spawn(async move {
                let response = match round % 3 {
                    0 => client.get("/get-session").await,
                    1 => client.get("/get-session?disableCookieCache=true").await,
                    _ => client.post("/update-user", json!({ "name": email })).await,
                };
                assert_eq!(response.status, 200, "{}", response.text());
                if round % 3 != 2 {
                    assert_eq!(response.json()["user"]["email"], email);
                }
            })
        });
        for done in join_all(requests).await {
            done.unwrap();
        }
        for (client, email) in clients {
            let user = client.get("/get-session?disableCookieCache=true").await.json();
            assert_eq!(
                (&user["user"]["name"], &user["user"]["email"]),
                (&json!(email), &json!(email))
            );
        }
    }
}
