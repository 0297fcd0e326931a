// @ts-check
// What the providers answer, in the form that their documentation shows: for each its options, its
// tokens, and users. `claims` become an id token that is signed with the key of the tests.

/**
 * @typedef {{ status?: number, body?: unknown, bytes?: string }} Answer `bytes` is base64
 * @typedef {object} User
 * @property {Record<string, unknown>} [options]
 * @property {Record<string, unknown>} [claims] of the id token
 * @property {"another"} [signedBy] whose key has signed it
 * @property {string} [idToken] what is no id token, but stands in its place
 * @property {null} [accessToken]
 * @property {Record<string, unknown>} [raw] what else is in the answer of the token endpoint
 * @property {unknown} [user] what the browser has brought
 * @property {true} [isBrought] whether the tokens come from a client, not for a code
 * @property {true} [isStored] whether they are those of an earlier sign-in
 * @property {Record<string, unknown>} [mapped] what the application makes of every profile
 * @property {Record<string, Answer>} [answers] by the beginning of the address
 *
 * @typedef {object} Brought an id token that a client has brought
 * @property {Record<string, unknown>} [options]
 * @property {Record<string, unknown>} [claims]
 * @property {"another"} [signedBy]
 * @property {string} [token]
 * @property {string} [nonce]
 * @property {Record<string, Answer>} [answers]
 *
 * @typedef {object} Provider
 * @property {Record<string, unknown>} [options] what it can't do without
 * @property {Record<string, Record<string, unknown>>} [variants] further options
 * @property {Record<string, unknown>} [tokens] the answer of the token endpoint
 * @property {Record<string, unknown>} [claims] of the id token in it
 * @property {string} [keys] where its keys are
 * @property {Record<string, User>} users
 * @property {Record<string, Brought>} [brought]
 * @property {Record<string, Answer>} [refusals] of the token endpoint, beside the usual one
 */

const BEARER = {
  access_token: "access-1",
  token_type: "Bearer",
  expires_in: 3600,
  refresh_token: "refresh-1",
};

/** @type {Record<string, Provider>} */
export const providers = {
  apple: {
    variants: { audience: { audience: ["com.example.app", "com.example.tv"] } },
    keys: "https://appleid.apple.com/auth/keys",
    claims: appleClaims(),
    users: {
      "first sign-in": {
        claims: appleClaims(),
        user: { name: { firstName: "Ada", lastName: "Lovelace" }, email: "ada@example.com" },
      },
      "later sign-in": { claims: { ...appleClaims(), email_verified: "true" } },
      "only a last name": { claims: appleClaims(), user: { name: { lastName: "Lovelace" } } },
      "hidden address": {
        claims: {
          ...appleClaims(),
          email: "x1@privaterelay.appleid.com",
          is_private_email: "true",
        },
      },
      "no address": { claims: { ...appleClaims(), email: undefined, email_verified: undefined } },
      "no id token": {},
      "id token of another signer": { claims: appleClaims(), signedBy: "another" },
      "id token of another application": { claims: { ...appleClaims(), aud: "somebody-else" } },
    },
    brought: {
      good: { claims: appleClaims() },
      "with nonce": { claims: { ...appleClaims(), nonce: "n-1" }, nonce: "n-1" },
      "with hashed nonce": {
        // SHA-256 of n-1
        claims: {
          ...appleClaims(),
          nonce: "51aeea8ffa05d2620d35c87463465885e77df13171d5708746df1a9f36d47f35",
        },
        nonce: "n-1",
      },
      "with another nonce": { claims: { ...appleClaims(), nonce: "n-2" }, nonce: "n-1" },
      "without the nonce": { claims: appleClaims(), nonce: "n-1" },
      "for an application on a phone": {
        options: { appBundleIdentifier: "com.example.app" },
        claims: { ...appleClaims(), aud: "com.example.app" },
      },
      "for another of its applications": {
        options: { audience: ["com.example.app", "com.example.tv"] },
        claims: { ...appleClaims(), aud: "com.example.tv" },
      },
      "for somebody else": { claims: { ...appleClaims(), aud: "somebody-else" } },
      "of another issuer": { claims: { ...appleClaims(), iss: "https://evil.example" } },
      "of another signer": { claims: appleClaims(), signedBy: "another" },
      "that has ended": { claims: { ...appleClaims(), iat: -3600, exp: -60 } },
      "that is old": { claims: { ...appleClaims(), iat: -4000, exp: 600 } },
      "from the future": { claims: { ...appleClaims(), iat: 120 } },
      "no token": { token: "opaque" },
    },
  },
  atlassian: {
    variants: { prompt: { prompt: "consent" } },
    tokens: { ...BEARER, scope: "read:jira-user offline_access" },
    users: {
      user: {
        answers: {
          "https://api.atlassian.com/me": {
            body: {
              account_type: "atlassian",
              account_id: "112233aa-bb11-cc22-33dd-445566abcabc",
              email: "mia@example.com",
              name: "Mia Krystof",
              picture: "https://avatar-management.example.com/112233/1.png",
              account_status: "active",
              nickname: "mkrystof",
              zoneinfo: "Australia/Sydney",
              locale: "en-US",
              extended_profile: { job_title: "Designer", organization: "mia@example.com" },
            },
          },
        },
      },
      "without scope for the address": {
        answers: { "https://api.atlassian.com/me": { body: { account_id: "1", name: "Mia" } } },
      },
      refused: {
        answers: {
          "https://api.atlassian.com/me": {
            status: 401,
            body: { code: 401, message: "Unauthorized" },
          },
        },
      },
    },
  },
  cloudflare: {
    variants: {
      "secret in the body": { tokenEndpointAuthMethod: "client_secret_post" },
      "same scope twice": { scope: ["user-details.read", "account.read"] },
    },
    users: {
      user: {
        answers: {
          "https://api.cloudflare.com/client/v4/user": {
            body: {
              success: true,
              errors: [],
              messages: [],
              result: {
                id: "023e105f4ecef8ad9ca31a8372d0c353",
                email: "ada@example.com",
                first_name: "Ada",
                last_name: "Lovelace",
                country: "GB",
                telephone: null,
                two_factor_authentication_enabled: true,
                suspended: false,
              },
            },
          },
        },
      },
      "without name": {
        answers: {
          "https://api.cloudflare.com/client/v4/user": {
            body: {
              success: true,
              result: { id: "023e", email: "ada@example.com", first_name: null, last_name: null },
            },
          },
        },
      },
      "no success": {
        answers: {
          "https://api.cloudflare.com/client/v4/user": {
            body: { success: false, errors: [{ code: 10000 }], result: { id: "023e" } },
          },
        },
      },
    },
  },
  cognito: {
    options: {
      domain: "https://app.auth.eu-west-1.amazoncognito.com",
      region: "eu-west-1",
      userPoolId: "eu-west-1_Pool",
    },
    variants: {
      "identity provider": { identityProvider: "Google", prompt: "login" },
      "domain without scheme": { domain: "login.example.com" },
    },
    keys: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool/.well-known/jwks.json",
    claims: cognitoClaims(),
    users: {
      "with id token": { claims: cognitoClaims() },
      "with a given name": { claims: { ...cognitoClaims(), name: undefined } },
      "address not verified": { claims: { ...cognitoClaims(), email_verified: false } },
      "without id token": {
        answers: {
          "https://app.auth.eu-west-1.amazoncognito.com/oauth2/userinfo": {
            body: {
              sub: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
              email_verified: "true",
              username: "ada",
              email: "ada@example.com",
            },
          },
        },
      },
      refused: {
        answers: {
          "https://app.auth.eu-west-1.amazoncognito.com/oauth2/userinfo": {
            status: 401,
            body: { error: "invalid_token" },
          },
        },
      },
      "id token of another signer": { claims: cognitoClaims(), signedBy: "another" },
    },
    brought: {
      good: { claims: cognitoClaims() },
      "of another pool": {
        claims: {
          ...cognitoClaims(),
          iss: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Else",
        },
      },
      "for somebody else": { claims: { ...cognitoClaims(), aud: "somebody-else" } },
      "of another signer": { claims: cognitoClaims(), signedBy: "another" },
    },
  },
  discord: {
    variants: {
      "bot with permissions": { scope: ["bot"], permissions: 2048 },
      "permissions without bot": { permissions: 2048 },
      prompt: { prompt: "consent" },
    },
    tokens: { ...BEARER, expires_in: 604800, scope: "identify email" },
    users: {
      user: { answers: discord({}) },
      "moving picture": { answers: discord({ avatar: "a_8342729096ea3675442027381ff50dfe" }) },
      "no picture": { answers: discord({ avatar: null }) },
      "no picture, old name": { answers: discord({ avatar: null, discriminator: "1337" }) },
      "no display name": { answers: discord({ global_name: null }) },
      "address not verified": { answers: discord({ verified: false }) },
      "no address": { answers: discord({ email: null, verified: false }) },
      refused: {
        answers: {
          "https://discord.com/api/users/@me": {
            status: 401,
            body: { message: "401: Unauthorized", code: 0 },
          },
        },
      },
    },
  },
  dropbox: {
    variants: { offline: { accessType: "offline" } },
    tokens: { ...BEARER, scope: "account_info.read", uid: "12345", account_id: "dbid:AAH4f99" },
    users: {
      user: {
        answers: {
          "https://api.dropboxapi.com/2/users/get_current_account": {
            body: {
              account_id: "dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc",
              name: {
                given_name: "Franz",
                surname: "Ferdinand",
                familiar_name: "Franz",
                display_name: "Franz Ferdinand (Personal)",
                abbreviated_name: "FF",
              },
              email: "franz@example.com",
              email_verified: true,
              disabled: false,
              locale: "en",
              profile_photo_url: "https://dl-web.dropbox.example/account_photo/get/1",
            },
          },
        },
      },
      "not verified, no picture": {
        answers: {
          "https://api.dropboxapi.com/2/users/get_current_account": {
            body: {
              account_id: "dbid:1",
              name: { display_name: "Franz" },
              email: "f@example.com",
              email_verified: false,
            },
          },
        },
      },
      refused: {
        answers: {
          "https://api.dropboxapi.com/2/users/get_current_account": {
            status: 401,
            body: {
              error_summary: "invalid_access_token/...",
              error: { ".tag": "invalid_access_token" },
            },
          },
        },
      },
    },
  },
  facebook: {
    variants: { configuration: { configId: "4242" } },
    tokens: { access_token: "access-1", token_type: "bearer", expires_in: 5183944 },
    keys: "https://limited.facebook.com/.well-known/oauth/openid/jwks/",
    users: {
      user: { answers: facebook({}, {}) },
      "with further fields": {
        options: { fields: ["birthday", "link"] },
        answers: facebook({}, { birthday: "12/10/1815" }),
      },
      "no address": { answers: facebook({}, { email: undefined }) },
      "token of another application": { answers: facebook({ app_id: "666" }, {}) },
      "token that has ended": { answers: facebook({ is_valid: false }, {}) },
      "token of no user": { answers: facebook({ user_id: undefined }, {}) },
      "token of another user": { answers: facebook({ user_id: "99" }, {}) },
      "for another id of the application": {
        options: { clientId: ["my-client", "my-other-client"] },
        answers: facebook({ app_id: "my-other-client" }, {}),
      },
      "nothing about the token": {
        answers: {
          "https://graph.facebook.com/debug_token": { status: 400, body: { error: { code: 100 } } },
        },
      },
      "stored token": { isStored: true, answers: facebook({}, {}) },
      "stored token of another application": {
        isStored: true,
        answers: facebook({ app_id: "666" }, {}),
      },
      "limited login": { claims: facebookClaims(), accessToken: null, isBrought: true },
      "id token for a code": { claims: facebookClaims() },
      "access token in the place of an id token": {
        idToken: "EAAopaque",
        isBrought: true,
        answers: facebook({}, {}),
      },
      "nothing but an access token in the place of an id token": {
        idToken: "EAAopaque",
        accessToken: null,
        isBrought: true,
      },
    },
    brought: {
      good: { claims: facebookClaims() },
      "with nonce": { claims: { ...facebookClaims(), nonce: "n-1" }, nonce: "n-1" },
      "with another nonce": { claims: { ...facebookClaims(), nonce: "n-2" }, nonce: "n-1" },
      "for somebody else": { claims: { ...facebookClaims(), aud: "somebody-else" } },
      "of another signer": { claims: facebookClaims(), signedBy: "another" },
      "that is old": { claims: { ...facebookClaims(), iat: -7200, exp: 600 } },
      "an access token": { token: "EAAopaque" },
    },
  },
  figma: {
    tokens: { ...BEARER, user_id_string: "1234", expires_in: 7776000 },
    users: {
      user: {
        answers: {
          "https://api.figma.com/v1/me": {
            body: {
              id: "1234",
              email: "ada@example.com",
              handle: "Ada",
              img_url: "https://s3-alpha.figma.example/profile/1",
            },
          },
        },
      },
      refused: {
        answers: {
          "https://api.figma.com/v1/me": {
            status: 403,
            body: { status: 403, err: "Invalid token" },
          },
        },
      },
    },
  },
  github: {
    variants: { prompt: { prompt: "select_account" } },
    tokens: { access_token: "access-1", token_type: "bearer", scope: "read:user,user:email" },
    refusals: {
      "the code is not good, with status 200": {
        body: {
          error: "bad_verification_code",
          error_description: "The code passed is incorrect or expired.",
        },
      },
    },
    users: {
      user: { answers: github({}) },
      "public address": { answers: github({ email: "octocat@example.com" }) },
      "public address that is not verified": { answers: github({ email: "old@example.com" }) },
      "no name": { answers: github({ name: null }) },
      "no list of addresses": {
        answers: {
          ...github({ email: "octocat@example.com" }),
          "https://api.github.com/user/emails": { status: 404, body: { message: "Not Found" } },
        },
      },
      "no address": {
        answers: { ...github({}), "https://api.github.com/user/emails": { body: [] } },
      },
      refused: {
        answers: {
          "https://api.github.com/user": { status: 401, body: { message: "Bad credentials" } },
        },
      },
    },
  },
  gitlab: {
    variants: {
      "own server": { issuer: "https://git.example.com" },
      "own server with a slash": { issuer: "https://git.example.com/" },
    },
    tokens: { ...BEARER, expires_in: 7200, scope: "read_user", created_at: 1607635748 },
    users: {
      user: { answers: gitlab({}) },
      "own server": {
        options: { issuer: "https://git.example.com/sub" },
        answers: gitlab({}, "https://git.example.com/sub"),
      },
      "address verified": { answers: gitlab({ email_verified: true }) },
      blocked: { answers: gitlab({ state: "blocked" }) },
      locked: { answers: gitlab({ locked: true }) },
      "no name": { answers: gitlab({ name: undefined }) },
      refused: {
        answers: {
          "https://gitlab.com/api/v4/user": { status: 401, body: { message: "401 Unauthorized" } },
        },
      },
    },
  },
  google: {
    variants: {
      everything: {
        accessType: "offline",
        display: "popup",
        prompt: "select_account consent",
        hd: "example.com",
      },
      "no granted scopes": { includeGrantedScopes: false },
    },
    tokens: {
      ...BEARER,
      expires_in: 3920,
      scope: "openid https://www.googleapis.com/auth/userinfo.email",
    },
    keys: "https://www.googleapis.com/oauth2/v3/certs",
    claims: googleClaims(),
    users: {
      user: { claims: googleClaims() },
      "address not verified": { claims: { ...googleClaims(), email_verified: false } },
      "of the domain": {
        options: { hd: "example.com" },
        claims: { ...googleClaims(), hd: "example.com" },
      },
      "of any domain": { options: { hd: "*" }, claims: { ...googleClaims(), hd: "example.org" } },
      "of another domain": {
        options: { hd: "example.com" },
        claims: { ...googleClaims(), hd: "evil.example" },
      },
      "of no domain": { options: { hd: "*" }, claims: googleClaims() },
      "no id token": {},
      "id token of another signer": { claims: googleClaims(), signedBy: "another" },
    },
    brought: {
      good: { claims: googleClaims() },
      "of the old issuer": { claims: { ...googleClaims(), iss: "accounts.google.com" } },
      "for another of its applications": {
        options: { clientId: ["my-client", "my-phone"] },
        claims: { ...googleClaims(), aud: "my-phone" },
      },
      "for somebody else": { claims: { ...googleClaims(), aud: "somebody-else" } },
      "of another signer": { claims: googleClaims(), signedBy: "another" },
      "of another domain": {
        options: { hd: "example.com" },
        claims: { ...googleClaims(), hd: "evil.example" },
      },
      "with nonce": { claims: { ...googleClaims(), nonce: "n-1" }, nonce: "n-1" },
      "with another nonce": { claims: { ...googleClaims(), nonce: "n-2" }, nonce: "n-1" },
      switched: { options: { disableIdTokenSignIn: true }, claims: googleClaims() },
    },
  },
  huggingface: {
    tokens: { ...BEARER, expires_in: 28800, scope: "openid profile email" },
    users: {
      user: {
        answers: {
          "https://huggingface.co/oauth/userinfo": {
            body: {
              sub: "62f264b9f3c90f4b6514a269",
              name: "Ada Lovelace",
              preferred_username: "ada",
              profile: "https://huggingface.co/ada",
              picture: "https://huggingface.co/avatars/1.svg",
              email: "ada@example.com",
              email_verified: true,
              isPro: false,
              orgs: [],
            },
          },
        },
      },
      "no name": {
        answers: {
          "https://huggingface.co/oauth/userinfo": {
            body: { sub: "62f2", preferred_username: "ada" },
          },
        },
      },
      refused: {
        answers: {
          "https://huggingface.co/oauth/userinfo": {
            status: 401,
            body: { error: "invalid_token" },
          },
        },
      },
    },
  },
  kakao: {
    tokens: {
      ...BEARER,
      token_type: "bearer",
      expires_in: 43199,
      refresh_token_expires_in: 5184000,
      scope: "account_email profile",
    },
    users: {
      user: { answers: kakao({}) },
      "address that lost its owner": { answers: kakao({ is_email_valid: false }) },
      "address not verified": { answers: kakao({ is_email_verified: false }) },
      "small picture only": {
        answers: kakao({
          profile: { nickname: "홍길동", thumbnail_image_url: "http://img.example/1_110.jpg" },
        }),
      },
      "name only": { answers: kakao({ profile: undefined, name: "홍길동" }) },
      "consents to nothing": {
        answers: { "https://kapi.kakao.com/v2/user/me": { body: { id: 123456789 } } },
      },
      refused: {
        answers: {
          "https://kapi.kakao.com/v2/user/me": {
            status: 401,
            body: { msg: "this access token does not exist", code: -401 },
          },
        },
      },
    },
  },
  kick: {
    tokens: { ...BEARER, expires_in: 7200, scope: "user:read" },
    users: {
      user: {
        answers: {
          "https://api.kick.com/public/v1/users": {
            body: {
              data: [
                {
                  user_id: 123,
                  name: "ada",
                  email: "ada@example.com",
                  profile_picture: "https://kick.example/1.webp",
                },
              ],
              message: "OK",
            },
          },
        },
      },
      nobody: {
        answers: { "https://api.kick.com/public/v1/users": { body: { data: [], message: "OK" } } },
      },
      refused: {
        answers: {
          "https://api.kick.com/public/v1/users": {
            status: 401,
            body: { data: {}, message: "Unauthorized" },
          },
        },
      },
    },
  },
  line: {
    tokens: { ...BEARER, expires_in: 2592000, scope: "profile openid email" },
    claims: lineClaims(),
    users: {
      "with id token": { claims: lineClaims() },
      "without id token": {
        answers: {
          "https://api.line.me/oauth2/v2.1/userinfo": {
            body: {
              sub: "U1234567890abcdef1234567890abcdef",
              name: "Taro Line",
              picture: "https://profile.line-scdn.example/0h8",
            },
          },
        },
      },
      "no address": { claims: { ...lineClaims(), email: undefined } },
      refused: {
        answers: {
          "https://api.line.me/oauth2/v2.1/userinfo": {
            status: 401,
            body: { error: "invalid_token" },
          },
        },
      },
    },
    brought: {
      good: { claims: lineClaims(), answers: lineVerified({}) },
      "with nonce": { claims: lineClaims(), nonce: "n-1", answers: lineVerified({ nonce: "n-1" }) },
      "with another nonce": {
        claims: lineClaims(),
        nonce: "n-1",
        answers: lineVerified({ nonce: "n-2" }),
      },
      "with a nonce that nobody expects": {
        claims: lineClaims(),
        answers: lineVerified({ nonce: "n-2" }),
      },
      "for somebody else": {
        claims: lineClaims(),
        answers: lineVerified({ aud: "somebody-else" }),
      },
      refused: {
        claims: lineClaims(),
        answers: {
          "https://api.line.me/oauth2/v2.1/verify": {
            status: 400,
            body: { error: "invalid_request", error_description: "Invalid IdToken." },
          },
        },
      },
    },
  },
  linear: {
    tokens: { ...BEARER, expires_in: 86399, scope: "read" },
    users: {
      user: {
        answers: {
          "https://api.linear.app/graphql": {
            body: {
              data: {
                viewer: {
                  id: "b4d1a2c0-0000-4000-8000-000000000001",
                  name: "Ada Lovelace",
                  email: "ada@example.com",
                  avatarUrl: "https://public.linear.example/1",
                  active: true,
                  createdAt: "2024-01-01T00:00:00.000Z",
                  updatedAt: "2024-01-02T00:00:00.000Z",
                },
              },
            },
          },
        },
      },
      nobody: {
        answers: { "https://api.linear.app/graphql": { body: { data: { viewer: null } } } },
      },
      refused: {
        answers: {
          "https://api.linear.app/graphql": {
            status: 401,
            body: { errors: [{ message: "Authentication required" }] },
          },
        },
      },
    },
  },
  linkedin: {
    tokens: {
      access_token: "access-1",
      expires_in: 5184000,
      scope: "email,openid,profile",
      token_type: "Bearer",
    },
    users: {
      user: {
        answers: {
          "https://api.linkedin.com/v2/userinfo": {
            body: {
              sub: "782bbtaQ",
              name: "John Doe",
              given_name: "John",
              family_name: "Doe",
              picture: "https://media.licdn-ei.example/dms/image/100_100/",
              locale: "en-US",
              email: "doe@example.com",
              email_verified: true,
            },
          },
        },
      },
      "no address": {
        answers: {
          "https://api.linkedin.com/v2/userinfo": { body: { sub: "782bbtaQ", name: "John Doe" } },
        },
      },
      refused: {
        answers: {
          "https://api.linkedin.com/v2/userinfo": {
            status: 401,
            body: { status: 401, code: "EMPTY_ACCESS_TOKEN" },
          },
        },
      },
    },
  },
  microsoft: {
    variants: {
      "one tenant": { tenantId: TENANT(), prompt: "select_account" },
      "other cloud": { authority: "https://login.microsoftonline.us/" },
      "no secret": { clientSecret: undefined },
    },
    tokens: { ...BEARER, scope: "openid profile email User.Read", ext_expires_in: 3600 },
    keys: "https://login.microsoftonline.com/common/discovery/v2.0/keys",
    claims: microsoftClaims(),
    users: {
      user: { claims: microsoftClaims(), answers: PHOTO(48) },
      "large picture": {
        options: { profilePhotoSize: 648 },
        claims: microsoftClaims(),
        answers: PHOTO(648),
      },
      "no picture": {
        claims: microsoftClaims(),
        answers: {
          "https://graph.microsoft.com/v1.0/me/photos/48x48/$value": {
            status: 404,
            body: { error: { code: "ImageNotFound" } },
          },
        },
      },
      "picture switched off": { options: { disableProfilePhoto: true }, claims: microsoftClaims() },
      "address verified by claim": {
        claims: { ...microsoftClaims(), email_verified: true },
        answers: PHOTO(48),
      },
      "address not verified by claim": {
        claims: {
          ...microsoftClaims(),
          email_verified: "false",
          verified_primary_email: ["ada@example.com"],
        },
        answers: PHOTO(48),
      },
      "address in the first list": {
        claims: { ...microsoftClaims(), verified_primary_email: ["ada@example.com"] },
        answers: PHOTO(48),
      },
      "address in the second list": {
        claims: {
          ...microsoftClaims(),
          verified_secondary_email: ["else@example.com", "ada@example.com"],
        },
        answers: PHOTO(48),
      },
      "another address in the list": {
        claims: { ...microsoftClaims(), verified_primary_email: ["else@example.com"] },
        answers: PHOTO(48),
      },
      "external, by name": {
        options: {
          authority: "https://example.ciamlogin.com",
          tenantId: TENANT(),
          disableProfilePhoto: true,
        },
        claims: { ...microsoftClaims(), iss: `https://${TENANT()}.ciamlogin.com/${TENANT()}/v2.0` },
      },
      "no object": { claims: { ...microsoftClaims(), oid: undefined }, answers: PHOTO(48) },
      "blank object": { claims: { ...microsoftClaims(), oid: " " }, answers: PHOTO(48) },
      "no id token": {},
      "id token of another signer": {
        claims: microsoftClaims(),
        signedBy: "another",
        answers: PHOTO(48),
      },
    },
    brought: {
      good: { claims: microsoftClaims() },
      "of an issuer that is not its tenant": {
        claims: { ...microsoftClaims(), iss: "https://login.microsoftonline.com/evil/v2.0" },
      },
      "of an external issuer": {
        claims: { ...microsoftClaims(), iss: `https://${TENANT()}.ciamlogin.com/${TENANT()}/v2.0` },
      },
      "external, by name": {
        options: { authority: "https://example.ciamlogin.com", tenantId: TENANT() },
        claims: { ...microsoftClaims(), iss: `https://${TENANT()}.ciamlogin.com/${TENANT()}/v2.0` },
      },
      "without tenant": { claims: { ...microsoftClaims(), tid: undefined } },
      "of the tenant": {
        options: { tenantId: TENANT() },
        claims: microsoftClaims(),
      },
      "of another tenant": {
        options: { tenantId: TENANT() },
        claims: {
          ...microsoftClaims(),
          tid: "00000000-0000-0000-0000-000000000002",
          iss: "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000002/v2.0",
        },
      },
      "of a private account for organizations": {
        options: { tenantId: "organizations" },
        claims: { ...microsoftClaims(), ...PRIVATE() },
      },
      "of an organization for organizations": {
        options: { tenantId: "organizations" },
        claims: microsoftClaims(),
      },
      "of a private account for private accounts": {
        options: { tenantId: "consumers" },
        claims: { ...microsoftClaims(), ...PRIVATE() },
      },
      "of an organization for private accounts": {
        options: { tenantId: "consumers" },
        claims: microsoftClaims(),
      },
      "for somebody else": { claims: { ...microsoftClaims(), aud: "somebody-else" } },
      "of another signer": { claims: microsoftClaims(), signedBy: "another" },
    },
  },
  naver: {
    tokens: { ...BEARER, token_type: "bearer", expires_in: "3600" },
    users: {
      user: { answers: naver({}) },
      "no name": { answers: naver({ name: undefined }) },
      "no success": {
        answers: {
          "https://openapi.naver.com/v1/nid/me": {
            body: { resultcode: "024", message: "Authentication failed" },
          },
        },
      },
      "no success, but a user": { answers: naver({}, "024") },
      refused: {
        answers: {
          "https://openapi.naver.com/v1/nid/me": {
            status: 401,
            body: { resultcode: "024", message: "Authentication failed" },
          },
        },
      },
    },
  },
  notion: {
    tokens: {
      access_token: "access-1",
      token_type: "bearer",
      refresh_token: "refresh-1",
      bot_id: "b3414d65-1224-4d3f-a9b0-0000",
      workspace_id: "ws-1",
    },
    users: {
      user: { answers: notion({ person: { email: "avo@example.com" } }) },
      "no address": { answers: notion({ person: {} }) },
      "a bot without user": {
        answers: {
          "https://api.notion.com/v1/users/me": {
            body: {
              object: "user",
              id: "16d84278",
              type: "bot",
              bot: { owner: { type: "workspace", workspace: true } },
            },
          },
        },
      },
      refused: {
        answers: {
          "https://api.notion.com/v1/users/me": {
            status: 401,
            body: { object: "error", code: "unauthorized" },
          },
        },
      },
    },
  },
  paybin: {
    variants: { "other issuer": { issuer: "https://id.example.com", prompt: "login" } },
    tokens: { ...BEARER, scope: "openid email profile" },
    claims: oidcClaims("https://idp.paybin.io"),
    users: {
      user: { claims: oidcClaims("https://idp.paybin.io") },
      "no name": { claims: { ...oidcClaims("https://idp.paybin.io"), name: undefined } },
      "address not verified": {
        claims: { ...oidcClaims("https://idp.paybin.io"), email_verified: undefined },
      },
      "no id token": {},
    },
  },
  paypal: {
    variants: { live: { environment: "live", prompt: "login" } },
    tokens: { ...BEARER, scope: "openid profile email", expires_in: 28800 },
    users: {
      user: { answers: paypal({}) },
      live: { options: { environment: "live" }, answers: paypal({}, "https://api-m.paypal.com") },
      "with id token": {
        claims: oidcClaims("https://www.paypal.com", USER()),
        answers: paypal({}),
      },
      "with an id token for its sub": {
        claims: oidcClaims("https://www.paypal.com", "sub-1"),
        answers: paypal({ sub: "sub-1" }),
      },
      "id token of another user": {
        claims: oidcClaims("https://www.paypal.com", "mwq-evil"),
        answers: paypal({}),
      },
      "no id token, but something in its place": { idToken: "opaque", answers: paypal({}) },
      refused: {
        answers: {
          "https://api-m.sandbox.paypal.com/v1/identity/oauth2/userinfo": {
            status: 401,
            body: { error: "invalid_token" },
          },
        },
      },
    },
  },
  polar: {
    variants: { prompt: { prompt: "consent" } },
    tokens: { ...BEARER, expires_in: 864000, scope: "openid profile email" },
    users: {
      user: {
        answers: {
          "https://api.polar.sh/v1/oauth2/userinfo": {
            body: {
              id: "c0ffee00-0000-4000-8000-000000000001",
              email: "ada@example.com",
              username: "ada",
              avatar_url: "https://avatars.polar.example/1",
              public_name: "Ada L.",
              email_verified: true,
              profile_settings: { enabled: true },
            },
          },
        },
      },
      "no public name": {
        answers: {
          "https://api.polar.sh/v1/oauth2/userinfo": {
            body: { id: "c0ff", username: "ada", email: "ada@example.com" },
          },
        },
      },
      refused: {
        answers: {
          "https://api.polar.sh/v1/oauth2/userinfo": {
            status: 401,
            body: { error: "invalid_token" },
          },
        },
      },
    },
  },
  railway: {
    tokens: { ...BEARER, scope: "openid email profile" },
    users: {
      user: {
        answers: {
          "https://backboard.railway.com/oauth/me": {
            body: {
              sub: "user_1",
              email: "ada@example.com",
              name: "Ada Lovelace",
              picture: "https://avatars.example/1",
            },
          },
        },
      },
      refused: {
        answers: {
          "https://backboard.railway.com/oauth/me": {
            status: 401,
            body: { error: "invalid_token" },
          },
        },
      },
    },
  },
  reddit: {
    variants: { permanent: { duration: "permanent" } },
    tokens: { ...BEARER, token_type: "bearer", expires_in: 86400, scope: "identity" },
    users: {
      user: {
        answers: {
          "https://oauth.reddit.com/api/v1/me": {
            body: {
              id: "t2abc",
              name: "ada",
              icon_img: "https://styles.redditmedia.example/t5/1.jpg?width=256&s=5f&amp=1",
              has_verified_email: true,
              oauth_client_id: "my-client",
              verified: true,
            },
          },
        },
      },
      "no picture": {
        answers: { "https://oauth.reddit.com/api/v1/me": { body: { id: "t2abc", name: "ada" } } },
      },
      refused: {
        answers: {
          "https://oauth.reddit.com/api/v1/me": {
            status: 401,
            body: { message: "Unauthorized", error: 401 },
          },
        },
      },
    },
  },
  roblox: {
    variants: { prompt: { prompt: "login" } },
    tokens: { ...BEARER, expires_in: 899, scope: "openid profile" },
    users: {
      user: {
        answers: {
          "https://apis.roblox.com/oauth/v1/userinfo": {
            body: {
              sub: "12345678",
              name: "Ada Lovelace",
              nickname: "Ada",
              preferred_username: "ada1815",
              created_at: 1607354232,
              profile: "https://www.roblox.com/users/12345678/profile",
              picture: "https://tr.rbxcdn.example/1/Png",
            },
          },
        },
      },
      "no nickname": {
        answers: {
          "https://apis.roblox.com/oauth/v1/userinfo": {
            body: { sub: "12345678", preferred_username: "ada1815" },
          },
        },
      },
      refused: {
        answers: {
          "https://apis.roblox.com/oauth/v1/userinfo": {
            status: 401,
            body: { error: "invalid_token" },
          },
        },
      },
    },
  },
  salesforce: {
    variants: {
      sandbox: { environment: "sandbox" },
      "own domain": { loginUrl: "acme.my.salesforce.com" },
    },
    tokens: {
      access_token: "access-1",
      refresh_token: "refresh-1",
      signature: "sig",
      scope: "openid email profile",
      instance_url: "https://acme.my.salesforce.com",
      id: "https://login.salesforce.com/id/00D/005",
      token_type: "Bearer",
      issued_at: "1767323045000",
    },
    users: {
      user: { answers: salesforce({}, "https://login.salesforce.com") },
      sandbox: {
        options: { environment: "sandbox" },
        answers: salesforce({}, "https://test.salesforce.com"),
      },
      "small picture only": {
        answers: salesforce(
          { photos: { thumbnail: "https://acme.example/T" } },
          "https://login.salesforce.com",
        ),
      },
      "no picture": {
        answers: salesforce(
          { photos: undefined, email_verified: undefined },
          "https://login.salesforce.com",
        ),
      },
      refused: {
        answers: {
          "https://login.salesforce.com/services/oauth2/userinfo": {
            status: 403,
            body: { error: "Bad_OAuth_Token" },
          },
        },
      },
    },
  },
  slack: {
    tokens: { ok: true, access_token: "access-1", token_type: "Bearer", state: "s" },
    refusals: {
      "the code is not good, with status 200": { body: { ok: false, error: "invalid_code" } },
    },
    users: {
      user: { answers: slack({}) },
      "its own picture only": { answers: slack({ picture: undefined }) },
      "address not verified": { answers: slack({ email_verified: false }) },
      "refused with status 200": {
        answers: {
          "https://slack.com/api/openid.connect.userInfo": {
            body: { ok: false, error: "invalid_auth" },
          },
        },
      },
    },
  },
  spotify: {
    tokens: { ...BEARER, scope: "user-read-email" },
    users: {
      user: { answers: spotify({}) },
      "no picture": { answers: spotify({ images: [] }) },
      refused: {
        answers: {
          "https://api.spotify.com/v1/me": {
            status: 401,
            body: { error: { status: 401, message: "The access token expired" } },
          },
        },
      },
    },
  },
  tiktok: {
    options: { clientKey: "my-key" },
    tokens: {
      access_token: "access-1",
      expires_in: 86400,
      open_id: "afd97af1-b87b-48b9-ac98-410aghda5344",
      refresh_expires_in: 31536000,
      refresh_token: "refresh-1",
      scope: "user.info.basic,user.info.profile",
      token_type: "Bearer",
    },
    users: {
      user: { answers: tiktok({}) },
      "no display name": { answers: tiktok({ display_name: undefined }) },
      refused: {
        answers: {
          "https://open.tiktokapis.com/v2/user/info/": {
            status: 401,
            body: { data: {}, error: { code: "access_token_invalid" } },
          },
        },
      },
      "nobody with status 200": {
        answers: {
          "https://open.tiktokapis.com/v2/user/info/": {
            body: { data: { user: {} }, error: { code: "ok" } },
          },
        },
      },
    },
  },
  twitch: {
    variants: { claims: { claims: ["updated_at", "email"] } },
    tokens: {
      ...BEARER,
      token_type: "bearer",
      expires_in: 14124,
      scope: ["openid", "user:read:email"],
    },
    claims: { ...oidcClaims("https://id.twitch.tv/oauth2"), preferred_username: "ada" },
    users: {
      user: { claims: { ...oidcClaims("https://id.twitch.tv/oauth2"), preferred_username: "ada" } },
      "no address": {
        claims: {
          iss: "https://id.twitch.tv/oauth2",
          aud: "my-client",
          sub: "1",
          preferred_username: "ada",
        },
      },
      "no id token": {},
    },
  },
  twitter: {
    tokens: {
      ...BEARER,
      token_type: "bearer",
      expires_in: 7200,
      scope: "users.read tweet.read offline.access users.email",
    },
    users: {
      user: { answers: twitter({ confirmed_email: "ada@example.com" }) },
      "no address": { answers: twitter({}) },
      "may not know the address": {
        answers: {
          ...twitter({}),
          "https://api.x.com/2/users/me?user.fields=confirmed_email": {
            status: 403,
            body: { title: "Forbidden" },
          },
        },
      },
      refused: {
        answers: {
          "https://api.x.com/2/users/me": {
            status: 401,
            body: { title: "Unauthorized", status: 401 },
          },
        },
      },
    },
  },
  vercel: {
    variants: {
      "scopes and secret in the header": {
        scope: ["openid", "email"],
        tokenEndpointAuth: { method: "client_secret_basic" },
      },
      "no secret": { clientSecret: undefined },
    },
    tokens: { ...BEARER, scope: "openid email profile offline_access" },
    users: {
      user: {
        answers: {
          "https://api.vercel.com/login/oauth/userinfo": {
            body: {
              sub: "345e869043f1e55f8bdc837c",
              email: "ada@example.com",
              email_verified: true,
              name: "Ada Lovelace",
              preferred_username: "ada",
              picture: "https://api.vercel.example/www/avatar/1",
            },
          },
        },
      },
      "no name": {
        answers: {
          "https://api.vercel.com/login/oauth/userinfo": {
            body: { sub: "345e", preferred_username: "ada" },
          },
        },
      },
      refused: {
        answers: {
          "https://api.vercel.com/login/oauth/userinfo": {
            status: 401,
            body: { error: "invalid_token" },
          },
        },
      },
    },
  },
  vk: {
    tokens: { ...BEARER, user_id: 1234567890, scope: "email phone", state: "s" },
    users: {
      user: { answers: vk({}) },
      "no address": { answers: vk({ email: undefined }) },
      "no address, but one that the application makes up": {
        answers: vk({ email: undefined }),
        mapped: { email: "made-up@example.com" },
      },
      "no address, and none that the application makes up": {
        answers: vk({ email: undefined }),
        mapped: { plan: "free" },
      },
      refused: {
        answers: {
          "https://id.vk.com/oauth2/user_info": { status: 401, body: { error: "invalid_token" } },
        },
      },
    },
  },
  wechat: {
    variants: { english: { lang: "en" } },
    tokens: {
      access_token: "access-1",
      expires_in: 7200,
      refresh_token: "refresh-1",
      openid: "oLVPpjqs9BhvzwPj5A-vTYAX3GLc",
      scope: "snsapi_login,snsapi_userinfo",
      unionid: "o6_bmasdasdsad6_2sgVt7hMZOPfL",
    },
    refusals: {
      "the code is not good, with status 200": { body: { errcode: 40029, errmsg: "invalid code" } },
    },
    users: {
      user: { raw: { openid: "oLVPpjqs9" }, answers: wechat({}) },
      "without union": { raw: { openid: "oLVPpjqs9" }, answers: wechat({ unionid: undefined }) },
      "without openid": { answers: wechat({}) },
      "refused with status 200": {
        raw: { openid: "oLVPpjqs9" },
        answers: {
          "https://api.weixin.qq.com/sns/userinfo": {
            body: { errcode: 40003, errmsg: "invalid openid" },
          },
        },
      },
    },
  },
  zoom: {
    variants: { "no pkce": { pkce: false }, "with pkce": { pkce: true } },
    tokens: { ...BEARER, token_type: "bearer", expires_in: 3599, scope: "user:read:user" },
    users: {
      user: { answers: zoom({}) },
      "address not verified": { answers: zoom({ verified: 0 }) },
      refused: {
        answers: {
          "https://api.zoom.us/v2/users/me": {
            status: 401,
            body: { code: 124, message: "Invalid access token." },
          },
        },
      },
    },
  },
};

/** @param {string} iss */
function oidcClaims(iss, sub = "user-1") {
  return {
    iss,
    aud: "my-client",
    sub,
    name: "Ada Lovelace",
    preferred_username: "ada",
    email: "ada@example.com",
    email_verified: true,
    picture: "https://pictures.example/ada.png",
  };
}

function appleClaims() {
  return {
    iss: "https://appleid.apple.com",
    aud: "my-client",
    sub: "001234.0123456789abcdef0123456789abcdef.0123",
    email: "ada@example.com",
    email_verified: true,
    is_private_email: false,
    auth_time: 1767323045,
    nonce_supported: true,
  };
}

function cognitoClaims() {
  return {
    ...oidcClaims("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool"),
    token_use: "id",
    "cognito:username": "ada",
    given_name: "Ada",
  };
}

function facebookClaims() {
  return { ...oidcClaims("https://www.facebook.com", "4242"), email_verified: undefined };
}

function googleClaims() {
  return {
    ...oidcClaims("https://accounts.google.com", "10769150350006150715113082367"),
    azp: "my-client",
  };
}

function lineClaims() {
  return {
    iss: "https://access.line.me",
    aud: "my-client",
    sub: "U1234567890abcdef1234567890abcdef",
    amr: ["pwd"],
    name: "Taro Line",
    picture: "https://profile.line-scdn.example/0h8",
    email: "taro@example.com",
  };
}

/** @param {Record<string, unknown>} change */
function lineVerified(change) {
  return { "https://api.line.me/oauth2/v2.1/verify": { body: { ...lineClaims(), ...change } } };
}

function TENANT() {
  return "00000000-0000-0000-0000-000000000001";
}

function PRIVATE() {
  const tid = "9188040d-6c67-4c5b-b112-36a304b66dad";
  return { tid, iss: `https://login.microsoftonline.com/${tid}/v2.0` };
}

function microsoftClaims() {
  return {
    iss: `https://login.microsoftonline.com/${TENANT()}/v2.0`,
    aud: "my-client",
    tid: TENANT(),
    oid: "00000000-0000-0000-66f3-3332eca7ea81",
    sub: "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
    name: "Ada Lovelace",
    preferred_username: "ada@example.com",
    email: "ada@example.com",
    ver: "2.0",
  };
}

/** @param {number} size */
function PHOTO(size) {
  return {
    [`https://graph.microsoft.com/v1.0/me/photos/${size}x${size}/$value`]: {
      bytes: "/9j/4AAQSkZJRgABAQ==",
    },
  };
}

/** @param {Record<string, unknown>} change */
function discord(change) {
  return {
    "https://discord.com/api/users/@me": {
      body: {
        id: "80351110224678912",
        username: "nelly",
        discriminator: "0",
        global_name: "Nelly",
        avatar: "8342729096ea3675442027381ff50dfe",
        verified: true,
        email: "nelly@example.com",
        flags: 64,
        ...change,
      },
    },
  };
}

/**
 * @param {Record<string, unknown>} token
 * @param {Record<string, unknown>} profile
 */
function facebook(token, profile) {
  return {
    "https://graph.facebook.com/debug_token": {
      body: {
        data: {
          app_id: "my-client",
          type: "USER",
          application: "Example",
          is_valid: true,
          scopes: ["email", "public_profile"],
          user_id: "4242",
          ...token,
        },
      },
    },
    "https://graph.facebook.com/me": {
      body: {
        id: "4242",
        name: "Ada Lovelace",
        email: "ada@example.com",
        picture: {
          data: {
            height: 50,
            is_silhouette: false,
            url: "https://platform-lookaside.example/1",
            width: 50,
          },
        },
        ...profile,
      },
    },
  };
}

/** @param {Record<string, unknown>} change */
function github(change) {
  return {
    "https://api.github.com/user/emails": {
      body: [
        { email: "old@example.com", primary: false, verified: false, visibility: null },
        { email: "octocat@example.com", primary: true, verified: true, visibility: "private" },
      ],
    },
    "https://api.github.com/user": {
      body: {
        login: "octocat",
        id: 583231,
        node_id: "MDQ6VXNlcjU4MzIzMQ==",
        avatar_url: "https://avatars.githubusercontent.example/u/583231",
        type: "User",
        name: "The Octocat",
        email: null,
        ...change,
      },
    },
  };
}

/** @param {Record<string, unknown>} change */
function gitlab(change, issuer = "https://gitlab.com") {
  return {
    [`${issuer}/api/v4/user`]: {
      body: {
        id: 1,
        username: "john_smith",
        email: "john@example.com",
        name: "John Smith",
        state: "active",
        locked: false,
        avatar_url: "http://localhost:3000/uploads/user/avatar/1/index.jpg",
        confirmed_at: "2012-05-23T09:05:22Z",
        ...change,
      },
    },
  };
}

/** @param {Record<string, unknown>} change */
function kakao(change) {
  return {
    "https://kapi.kakao.com/v2/user/me": {
      body: {
        id: 123456789,
        connected_at: "2022-04-11T01:45:28Z",
        kakao_account: {
          profile: {
            nickname: "홍길동",
            thumbnail_image_url: "http://img.example/1_110.jpg",
            profile_image_url: "http://img.example/1_640.jpg",
            is_default_image: false,
          },
          is_email_valid: true,
          is_email_verified: true,
          email: "sample@example.com",
          ...change,
        },
      },
    },
  };
}

/** @param {Record<string, unknown>} change */
function naver(change, resultcode = "00") {
  return {
    "https://openapi.naver.com/v1/nid/me": {
      body: {
        resultcode,
        message: "success",
        response: {
          id: "32742776",
          email: "openapi@example.com",
          nickname: "OpenAPI",
          profile_image: "https://ssl.pstatic.example/static/pwe/address/nodata_33x33.gif",
          name: "오픈 API",
          ...change,
        },
      },
    },
  };
}

/** @param {Record<string, unknown>} change */
function notion(change) {
  return {
    "https://api.notion.com/v1/users/me": {
      body: {
        object: "user",
        id: "16d84278-ab0e-484c-9bdd-b35da3bd8905",
        name: "pied piper",
        type: "bot",
        bot: {
          owner: {
            type: "user",
            user: {
              object: "user",
              id: "5389a034-eb5c-47b5-8a9e-f79c99ef166c",
              name: "Christine",
              avatar_url: "https://pictures.example/1.png",
              type: "person",
              ...change,
            },
          },
        },
      },
    },
  };
}

function USER() {
  return "https://www.paypal.com/webapps/auth/identity/user/mWq6_1sU85v5EG9yHdPxJRrhGHrnMJ-1PQKtX6pcsmA";
}

/** @param {Record<string, unknown>} change */
function paypal(change, api = "https://api-m.sandbox.paypal.com") {
  return {
    [`${api}/v1/identity/oauth2/userinfo`]: {
      body: {
        user_id: USER(),
        name: "identity test",
        given_name: "identity",
        family_name: "test",
        payer_id: "WDJJHEBZ4X2LY",
        email: "user1@example.com",
        email_verified: true,
        ...change,
      },
    },
  };
}

/**
 * @param {Record<string, unknown>} change
 * @param {string} origin
 */
function salesforce(change, origin) {
  return {
    [`${origin}/services/oauth2/userinfo`]: {
      body: {
        sub: `${origin}/id/00Dx0000000001T/005x00000000013`,
        user_id: "005x00000000013",
        organization_id: "00Dx0000000001T",
        preferred_username: "ada@example.com",
        nickname: "ada",
        name: "Ada Lovelace",
        email: "ada@example.com",
        email_verified: true,
        photos: { picture: "https://acme.example/F", thumbnail: "https://acme.example/T" },
        ...change,
      },
    },
  };
}

/** @param {Record<string, unknown>} change */
function slack(change) {
  return {
    "https://slack.com/api/openid.connect.userInfo": {
      body: {
        ok: true,
        sub: "U0R7JM",
        "https://slack.com/user_id": "U0R7JM",
        "https://slack.com/team_id": "T0R7GR",
        email: "krane@example.com",
        email_verified: true,
        date_email_verified: 1622128723,
        name: "krane",
        picture: "https://secure.gravatar.example/1",
        "https://slack.com/user_image_512": "https://secure.gravatar.example/512",
        ...change,
      },
    },
  };
}

/** @param {Record<string, unknown>} change */
function spotify(change) {
  return {
    "https://api.spotify.com/v1/me": {
      body: {
        id: "wizzler",
        display_name: "JM Wizzler",
        email: "jm@example.com",
        images: [{ url: "https://i.scdn.example/image/1", height: 64, width: 64 }],
        country: "SE",
        product: "premium",
        ...change,
      },
    },
  };
}

/** @param {Record<string, unknown>} change */
function tiktok(change) {
  return {
    "https://open.tiktokapis.com/v2/user/info/": {
      body: {
        data: {
          user: {
            open_id: "723f24d7-e717-40f8-a2b6-cb8464cd23b4",
            avatar_large_url: "https://p19-sign.tiktokcdn-us.example/1",
            display_name: "Tik Toker",
            username: "tiktoker",
            ...change,
          },
        },
        error: { code: "ok", message: "", log_id: "20220829194722CBE87ED59D524E727021" },
      },
    },
  };
}

/** @param {Record<string, unknown>} confirmed */
function twitter(confirmed) {
  const data = { id: "2244994945", name: "TwitterDev", username: "TwitterDev" };
  return {
    "https://api.x.com/2/users/me?user.fields=profile_image_url": {
      body: {
        data: {
          ...data,
          profile_image_url: "https://pbs.twimg.example/profile_images/1_normal.jpg",
        },
      },
    },
    "https://api.x.com/2/users/me?user.fields=confirmed_email": {
      body: { data: { ...data, ...confirmed } },
    },
  };
}

/** @param {Record<string, unknown>} change */
function vk(change) {
  return {
    "https://id.vk.com/oauth2/user_info": {
      body: {
        user: {
          user_id: "1234567890",
          first_name: "Ivan",
          last_name: "Ivanov",
          phone: "79991234567",
          avatar:
            "https://pp.userapi.example/60tZWMo4SmwcploUVl9XEt8ufnTTvDUmQ6Bj1g/mmv1pcj63C4.png",
          email: "ivan@example.com",
          sex: 2,
          verified: false,
          birthday: "01.01.2000",
          ...change,
        },
      },
    },
  };
}

/** @param {Record<string, unknown>} change */
function wechat(change) {
  return {
    "https://api.weixin.qq.com/sns/userinfo": {
      body: {
        openid: "oLVPpjqs9",
        nickname: "Band",
        sex: 1,
        province: "",
        city: "",
        country: "",
        headimgurl: "https://thirdwx.qlogo.example/mmopen/1/132",
        privilege: [],
        unionid: "o6_bmasdasdsad6_2sgVt7hMZOPfL",
        ...change,
      },
    },
  };
}

/** @param {Record<string, unknown>} change */
function zoom(change) {
  return {
    "https://api.zoom.us/v2/users/me": {
      body: {
        id: "KDcuGIm1QgePTO8WbOqwIQ",
        first_name: "Jill",
        last_name: "Chill",
        display_name: "Jill Chill",
        email: "jill@example.com",
        type: 2,
        verified: 1,
        pic_url: "https://zoom.example/p/1",
        ...change,
      },
    },
  };
}
