use serde_json::{Value, json};

use super::recording::Case;

/// Something that ours do otherwise on purpose.
pub(super) struct Difference {
    /// Whose.
    providers: &'static [&'static str],
    call: &'static str,
    /// In which cases; empty: in all.
    cases: &'static [&'static str],
    pub(super) reason: &'static str,
    /// Makes of the recording what is expected instead.
    pub(super) change: fn(&mut Case),
}

impl Difference {
    pub(super) fn is_of(&self, provider: &str, case: &Case) -> bool {
        self.providers.contains(&provider)
            && self.call == case.call
            && (self.cases.is_empty() || self.cases.contains(&case.name.as_str()))
    }
}

pub(super) const DIFFERENCES: &[Difference] = &[
    Difference {
        providers: &["apple", "cognito", "google", "microsoft"],
        call: "userInfo",
        cases: &["id token of another signer", "id token of another application"],
        reason: "the id token of a code is checked, too",
        change: refuse,
    },
    Difference {
        providers: &["facebook"],
        call: "verifyIdToken",
        cases: &[],
        reason: "keys are asked for like everything else",
        change: |case| {
            for exchange in &mut case.exchanges {
                exchange.request.headers.clear();
            }
        },
    },
    Difference {
        providers: &["linear"],
        call: "userInfo",
        cases: &[],
        reason: "the same query without line breaks",
        change: |case| {
            for exchange in &mut case.exchanges {
                let body: Value = serde_json::from_str(&exchange.request.body).unwrap();
                let words = body["query"].as_str().unwrap().split_whitespace();
                let query = words.collect::<Vec<_>>().join(" ");
                exchange.request.body = json!({ "query": query }).to_string();
            }
        },
    },
    Difference {
        providers: &["reddit"],
        call: "exchangeCode",
        cases: &[],
        reason: "its answer is JSON, and so is what it is asked for",
        change: |case| {
            for exchange in &mut case.exchanges {
                exchange.request.headers.insert("accept".to_owned(), "application/json".into());
            }
        },
    },
    Difference {
        providers: &["zoom"],
        call: "exchangeCode",
        cases: &["no pkce"],
        reason: "a verifier without a challenge is an error (RFC 9700, section 4.8.2)",
        change: |case| {
            for exchange in &mut case.exchanges {
                let pairs = exchange.request.body.split('&');
                let kept = pairs.filter(|pair| !pair.starts_with("code_verifier="));
                exchange.request.body = kept.collect::<Vec<_>>().join("&");
            }
        },
    },
    Difference {
        providers: &["tiktok", "wechat"],
        call: "authorizationUrl",
        cases: &["at another address"],
        reason: "the address of the page can be configured for all providers",
        change: |case| {
            let url = case.result["url"].as_str().unwrap();
            let (_, query) = url.split_once('?').unwrap();
            case.result = json!({ "url": format!("https://in.example.com/a?{query}") });
        },
    },
    Difference {
        providers: &["tiktok", "wechat"],
        call: "exchangeCode",
        cases: &["without secret"],
        reason: "without a secret, an empty one is sent, not the word undefined or none",
        change: |case| {
            for exchange in &mut case.exchanges {
                let request = &mut exchange.request;
                request.body = request.body.replace("client_secret=undefined", "client_secret=");
                request.url = request.url.replace("&code=", "&secret=&code=");
            }
        },
    },
    Difference {
        providers: &["wechat"],
        call: "authorizationUrl",
        cases: &["with several ids"],
        reason: "the first id is the application's own",
        change: |case| {
            let url =
                case.result["url"].as_str().unwrap().replace("my-client%2Cmy-phone", "my-client");
            case.result = json!({ "url": url });
        },
    },
    Difference {
        providers: &["wechat"],
        call: "authorizationUrl",
        cases: &["without id"],
        reason: "nobody is sent to a provider that the application has no id at",
        change: refuse,
    },
    Difference {
        providers: &["wechat"],
        call: "exchangeCode",
        cases: &["with a refresh token that ends"],
        reason: "when a refresh token ends is kept, if it is told",
        change: end_refresh_token,
    },
    Difference {
        providers: &["wechat"],
        call: "refreshAccessToken",
        cases: &["with a refresh token that ends"],
        reason: "when a refresh token ends is kept, if it is told",
        change: end_refresh_token,
    },
    Difference {
        providers: &["figma", "notion", "paypal", "railway", "reddit", "twitter"],
        call: "exchangeCode",
        cases: &["without secret"],
        // See `an_application_without_a_secret_says_its_id`.
        reason: "whether an application may do without a secret is for the provider to say",
        change: |case| case.call = String::new(),
    },
    Difference {
        providers: &["discord"],
        call: "authorizationUrl",
        cases: &["bot with permissions, asked for more"],
        reason: "the same parameters in another order",
        change: |case| {
            let url = case.result["url"].as_str().unwrap();
            let url = url.replace("&permissions=2048", "") + "&permissions=2048";
            case.result = json!({ "url": url });
        },
    },
    Difference {
        providers: &["cognito"],
        call: "authorizationUrl",
        cases: &["at another address"],
        reason: "the query of a configured address stays as it is written",
        change: |case| {
            let url = case.result["url"].as_str().unwrap().replace("b=c+d", "b=c%20d");
            case.result = json!({ "url": url });
        },
    },
    Difference {
        providers: &["cognito"],
        call: "userInfo",
        cases: &["with a given name"],
        reason: "a profile is what the provider tells",
        change: |case| {
            case.result["data"].as_object_mut().unwrap().remove("name");
        },
    },
    Difference {
        providers: &["github"],
        call: "userInfo",
        cases: &["no address"],
        reason: "a profile is what the provider tells",
        change: |case| case.result["data"]["email"] = Value::Null,
    },
    Difference {
        providers: &["microsoft"],
        call: "verifyIdToken",
        cases: &["external, by name"],
        reason: "External ID calls its issuers after the tenant, whatever name it has in addresses",
        change: |case| case.result = json!({ "valid": true }),
    },
    Difference {
        providers: &["vk"],
        call: "userInfo",
        cases: &["user", "no address, but one that the application makes up"],
        reason: "further fields come from a profile only where the application maps them",
        change: |case| {
            for name in ["first_name", "last_name", "birthday", "sex"] {
                case.result["user"].as_object_mut().unwrap().remove(name);
            }
        },
    },
];

fn refuse(case: &mut Case) {
    case.exchanges.clear();
    case.result = json!({ "refused": true });
}

fn end_refresh_token(case: &mut Case) {
    case.result["tokens"]["refreshTokenExpiresAt"] = (1_767_323_045_000_i64 + 86_400_000).into();
}
