use signet_auth_server::testing::TestApp;

use crate::sign_up_body;

async fn stored(app: &TestApp, forwarded: Option<&str>) -> String {
    let client = app.anonymous();
    let mut request =
        client.request("POST", "/sign-up/email").json(&sign_up_body("ada@example.test"));
    if let Some(value) = forwarded {
        request = request.header("x-forwarded-for", value);
    }
    assert_eq!(request.send().await.status, 200);
    client.get("/get-session").await.json()["session"]["ipAddress"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_session_remembers_the_address_that_a_proxy_reported() {
    let app = TestApp::new().await;
    assert_eq!(stored(&app, Some("203.0.113.7")).await, "203.0.113.7");
}

#[tokio::test]
async fn an_address_that_can_not_be_trusted_is_not_stored() {
    assert_eq!(stored(&TestApp::new().await, None).await, "");
    assert_eq!(stored(&TestApp::new().await, Some("1.1.1.1, 2.2.2.2")).await, "");
    let untracked =
        TestApp::with(|options| options.advanced.ip_address.disable_ip_tracking = true).await;
    assert_eq!(stored(&untracked, Some("203.0.113.7")).await, "");
}

#[tokio::test]
async fn an_ipv6_address_is_stored_as_its_network() {
    let app = TestApp::new().await;
    assert_eq!(
        stored(&app, Some("2001:db8:1:2:3:4:5:6")).await,
        "2001:0db8:0001:0002:0000:0000:0000:0000"
    );
}
