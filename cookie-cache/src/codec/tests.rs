use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::{JavaScriptJson, Payload, base64url};
use super::{Codec, Entropy, Format, MAX_LENGTH, Opened, Strategy};

const SECRET: &str = "golden-secret-0123456789-abcdefghijklmnop";
const OLD_SECRET: &str = "first-secret-0123456789-abcdefghijklmnopq";
const NOW: i64 = 1_795_348_800_000;
const ENTROPY: Entropy = Entropy { iv: [7; 16], id: [9; 16] };
const PAYLOAD: &str = r#"{"session":{"token":"t"},"user":{},"updatedAt":1,"version":"1"}"#;
const STRATEGIES: [Strategy; 3] = [Strategy::Compact, Strategy::Jwt, Strategy::Jwe];

fn codec(strategy: Strategy) -> Codec {
    Codec::new(strategy, [SECRET])
}

fn seal(codec: &Codec, payload: &str) -> String {
    codec.seal(payload, NOW, 300, ENTROPY).unwrap()
}

/// The payload without the claims that tokens add.
fn members(opened: Opened) -> Value {
    let mut payload: Value = serde_json::from_str(&opened.payload).unwrap();
    for claim in ["iat", "exp", "jti"] {
        payload.as_object_mut().unwrap().shift_remove(claim);
    }
    payload
}

/// Recorded from Better Auth 1.7.25.
#[derive(Deserialize)]
struct Vectors {
    now: i64,
    cookies: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    strategy: String,
    cookie: String,
    token: String,
}

fn vectors() -> Vec<(Strategy, Vector)> {
    let Vectors { now, cookies } = serde_json::from_str(include_str!("vectors.json")).unwrap();
    assert_eq!(now, NOW);
    STRATEGIES.into_iter().zip(cookies).collect()
}

#[test]
fn cookies_of_better_auth_are_opened() {
    for (strategy, vector) in vectors() {
        assert_eq!(format!("{strategy:?}").to_lowercase(), vector.strategy);
        let opened = codec(strategy).open(&vector.cookie, NOW).unwrap();
        assert_eq!(opened.expires_at, NOW + 300_000);
        let payload = Payload::parse(&opened.payload).unwrap();
        assert_eq!(payload.token(), vector.token);
        assert_eq!(payload.user.get("name").unwrap(), "Ada \u{2028}\u{7f}\"é😀");
        assert_eq!(*payload.user.get("prefs").unwrap(), json!({"9": [1e-7], "10": 2, "b": 1}));
        assert_eq!((&*payload.version, payload.updated_at), ("1", NOW));
        assert!(payload.user.get("hidden").is_none());
    }
}

/// All that is random in them given, the cookies are Better Auth's to the byte.
#[test]
fn the_same_payload_makes_the_cookie_that_better_auth_made() {
    for (strategy, vector) in vectors() {
        let codec = codec(strategy);
        let opened = codec.open(&vector.cookie, NOW).unwrap();
        let claims: Value = serde_json::from_str(&opened.payload).unwrap();
        let entropy = match &codec.0 {
            Format::Jwe(_) => {
                let iv = vector.cookie.split('.').nth(2).and_then(base64url::decode).unwrap();
                let id = claims["jti"].as_str().unwrap().replace('-', "");
                let id = u128::from_str_radix(&id, 16).unwrap().to_be_bytes();
                Entropy { iv: iv.try_into().unwrap(), id }
            }
            _ => Entropy::default(),
        };
        let payload = JavaScriptJson::write(&members(opened)).unwrap();
        assert_eq!(codec.seal(&payload, NOW, 300, entropy).unwrap(), vector.cookie);
    }
}

#[test]
fn a_cookie_ends_with_its_lifetime() {
    for strategy in STRATEGIES {
        let codec = codec(strategy);
        let cookie = seal(&codec, PAYLOAD);
        assert!(codec.open(&cookie, NOW + 299_999).is_some(), "{strategy:?}");
        assert!(codec.open(&cookie, NOW + 300_001).is_none(), "{strategy:?}");
        let of_the_past = codec.seal(PAYLOAD, NOW, -1, ENTROPY).unwrap();
        assert!(codec.open(&of_the_past, NOW).is_none(), "{strategy:?}");
    }
}

#[test]
fn a_changed_cookie_is_not_opened_wherever_it_was_changed() {
    for strategy in STRATEGIES {
        let codec = codec(strategy);
        let cookie = seal(&codec, PAYLOAD);
        for at in 0..cookie.len() {
            let mut changed = cookie.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            // The last digit of base64 holds bits that mean nothing.
            let same = base64url::decode(&changed).is_some()
                && base64url::decode(&changed) == base64url::decode(&cookie);
            assert!(same || codec.open(&changed, NOW).is_none(), "{strategy:?} at {at}");
        }
    }
}

#[test]
fn a_cookie_of_another_secret_or_strategy_is_not_opened() {
    for strategy in STRATEGIES {
        let cookie = seal(&Codec::new(strategy, [OLD_SECRET]), PAYLOAD);
        for other in STRATEGIES {
            assert!(codec(other).open(&cookie, NOW).is_none(), "{strategy:?} {other:?}");
        }
        let own = seal(&codec(strategy), PAYLOAD);
        for other in STRATEGIES.into_iter().filter(|other| *other != strategy) {
            assert!(codec(other).open(&own, NOW).is_none(), "{strategy:?} {other:?}");
        }
    }
}

#[test]
fn cookies_of_older_secrets_are_opened_as_long_as_these_are_listed() {
    for strategy in STRATEGIES {
        let cookie = seal(&Codec::new(strategy, [OLD_SECRET]), PAYLOAD);
        let both = Codec::new(strategy, [SECRET, OLD_SECRET]);
        assert!(both.open(&cookie, NOW).is_some(), "{strategy:?}");
        assert!(codec(strategy).open(&seal(&both, PAYLOAD), NOW).is_some(), "{strategy:?}");
    }
}

fn token(header: &str, rest: &str) -> String {
    format!("{}.{rest}", base64url::encode(header))
}

#[test]
fn a_signed_token_chooses_no_algorithm() {
    let codec = codec(Strategy::Jwt);
    let claims = base64url::encode(format!("{{\"a\":1,\"exp\":{}}}", NOW / 1000 + 60));
    let Format::Jwt(keys) = &codec.0 else { panic!() };
    let signed = |header: &str| {
        let input = token(header, &claims);
        let signature = base64url::encode(keys.sign(&[&input]).unwrap());
        format!("{input}.{signature}")
    };
    for header in [r#"{"alg":"HS256"}"#, r#"{"typ":"JWT","alg":"HS256"}"#] {
        assert!(codec.open(&signed(header), NOW).is_some(), "{header}");
    }
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"None"}"#,
        r#"{"alg":"HS512"}"#,
        r#"{"alg":"RS256"}"#,
        r#"{"alg":["HS256"]}"#,
        r#"{"alg":"HS256","alg":"none"}"#,
        r#"{"alg":"HS256","crit":["b64"],"b64":false}"#,
        r#"{}"#,
        "null",
        "",
    ] {
        assert!(codec.open(&signed(header), NOW).is_none(), "{header}");
        assert!(codec.open(&format!("{}.", token(header, &claims)), NOW).is_none(), "{header}");
    }
}

#[test]
fn a_signed_token_needs_its_times() {
    let codec = codec(Strategy::Jwt);
    let Format::Jwt(keys) = &codec.0 else { panic!() };
    let signed = |claims: &str| {
        let input = token(r#"{"alg":"HS256"}"#, &base64url::encode(claims));
        let signature = base64url::encode(keys.sign(&[&input]).unwrap());
        format!("{input}.{signature}")
    };
    let (soon, now) = (NOW / 1000 + 60, NOW / 1000);
    assert!(codec.open(&signed(&format!(r#"{{"exp":{soon},"nbf":{now}}}"#)), NOW).is_some());
    for claims in [
        r#"{"a":1}"#.to_owned(),
        format!(r#"{{"exp":{now}}}"#),
        format!(r#"{{"exp":"{soon}"}}"#),
        format!(r#"{{"exp":{soon},"nbf":{soon}}}"#),
        r#"{"exp":1e400}"#.to_owned(),
        "[]".to_owned(),
    ] {
        assert!(codec.open(&signed(&claims), NOW).is_none(), "{claims}");
    }
}

#[test]
fn an_encrypted_token_chooses_no_algorithm() {
    let codec = codec(Strategy::Jwe);
    let cookie = seal(&codec, PAYLOAD);
    let (_, rest) = cookie.split_once('.').unwrap();
    for header in [
        r#"{"alg":"dir","enc":"A256GCM"}"#,
        r#"{"alg":"dir","enc":"A128CBC-HS256"}"#,
        r#"{"alg":"dir","enc":"none"}"#,
        r#"{"alg":"none","enc":"A256CBC-HS512"}"#,
        r#"{"alg":"PBES2-HS512+A256KW","p2c":1000000000,"enc":"A256CBC-HS512"}"#,
        r#"{"alg":"dir","enc":"A256CBC-HS512","zip":"DEF"}"#,
        r#"{"alg":"dir","enc":"A256CBC-HS512","crit":["exp"]}"#,
        r#"{"alg":"dir","enc":"A256CBC-HS512","kid":"another"}"#,
    ] {
        assert!(codec.open(&token(header, rest), NOW).is_none(), "{header}");
    }
}

/// An attacker who holds a cookie moves its members about, in the hope that two programs read
/// different things out of one signature.
#[test]
fn members_of_a_compact_cookie_can_not_be_moved() {
    let codec = codec(Strategy::Compact);
    let json = String::from_utf8(base64url::decode(&seal(&codec, PAYLOAD)).unwrap()).unwrap();
    let envelope: Value = serde_json::from_str(&json).unwrap();
    let (expires_at, signature) = (&envelope["expiresAt"], &envelope["signature"]);
    let inner = PAYLOAD.strip_suffix('}').unwrap();
    for (payload, expires_at) in [
        (
            r#"{"user":{},"session":{"token":"t"},"updatedAt":1,"version":"1"}"#,
            expires_at.to_string(),
        ),
        (&format!("{inner},\"expiresAt\":{expires_at}}}"), expires_at.to_string()),
        (&format!("{inner},\"session\":{{\"token\":\"u\"}}}}"), expires_at.to_string()),
        (&PAYLOAD.replace(':', ": "), expires_at.to_string()),
        (PAYLOAD, format!("{expires_at}0")),
        (PAYLOAD, format!("{expires_at}.0")),
        (PAYLOAD, format!("\"{expires_at}\"")),
        ("{}", expires_at.to_string()),
        ("[]", expires_at.to_string()),
        ("null", expires_at.to_string()),
    ] {
        let forged = format!(
            "{{\"session\":{payload},\"expiresAt\":{expires_at},\"signature\":{signature}}}"
        );
        assert!(codec.open(&base64url::encode(&forged), NOW).is_none(), "{forged}");
        let twice = format!("{{\"session\":{payload},{}", json.strip_prefix('{').unwrap());
        assert!(codec.open(&base64url::encode(&twice), NOW).is_none(), "{twice}");
    }
    assert!(codec.open(&base64url::encode(&json), NOW).is_some());
}

#[test]
fn what_is_too_long_is_not_looked_at() {
    for strategy in STRATEGIES {
        let codec = codec(strategy);
        let filler = "x".repeat(MAX_LENGTH);
        let cookie = seal(&codec, &format!("{{\"a\":\"{filler}\"}}"));
        assert!(codec.open(&cookie, NOW).is_none(), "{strategy:?}");
    }
}

#[test]
fn only_a_full_object_is_sealed() {
    for strategy in STRATEGIES {
        for payload in ["", "{", "}", "{}", "[]", "null"] {
            assert!(codec(strategy).seal(payload, NOW, 300, ENTROPY).is_none(), "{payload}");
        }
        let nobody = Codec::new(strategy, []);
        assert!(nobody.seal(PAYLOAD, NOW, 300, ENTROPY).is_none());
        assert!(nobody.open(&seal(&codec(strategy), PAYLOAD), NOW).is_none());
    }
}

proptest! {
    #[test]
    fn every_payload_comes_back(key in ".{0,20}", text in ".{0,200}", iv in any::<[u8; 16]>()) {
        let payload = json!({"member": {key: text}});
        for strategy in STRATEGIES {
            let codec = codec(strategy);
            let entropy = Entropy { iv, id: iv };
            let cookie = codec.seal(&payload.to_string(), NOW, 300, entropy).unwrap();
            prop_assert_eq!(members(codec.open(&cookie, NOW).unwrap()), payload.clone());
        }
    }

    #[test]
    fn any_text_is_refused_without_panic(
        text in ".{0,100}",
        parts in proptest::collection::vec("[A-Za-z0-9_-]{0,30}", 0..7),
    ) {
        for strategy in STRATEGIES {
            let codec = codec(strategy);
            prop_assert!(codec.open(&text, NOW).is_none());
            prop_assert!(codec.open(&base64url::encode(&text), NOW).is_none());
            prop_assert!(codec.open(&parts.join("."), NOW).is_none());
        }
    }
}
