// @ts-check
// What each provider is asked and answers, as its documentation has it. `record.mjs` plays these to
// Better Auth; what it makes of them is what Signet has to make of them.

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {Record<string, any>} [options] beside an id and a secret
 * @property {Record<string, any>} [token] what the token endpoint says beside tokens
 * @property {Record<string, any>} [claims] those of an id token that comes along
 * @property {string} tokenEndpoint
 * @property {string} [keys] where the provider's keys are
 * @property {Record<string, any>} [answers] by method and address without query; `[status, body]`
 * @property {Record<string, any>} [start] of `/sign-in/social`, beside the provider
 * @property {Record<string, string>} [query] what the provider sends along with the code
 * @property {boolean} [form] whether it sends it by a form
 * @property {boolean} [refresh] whether its tokens are refreshed afterwards
 * @property {[number, any]} [refusal] what the token endpoint says instead
 */

const USER = { email: "ada@example.test", name: "Ada Lovelace" };
const OIDC = {
  sub: "sub-1",
  ...USER,
  email_verified: true,
  picture: "https://cdn.example.test/a.png",
};
const MORE = {
  scopes: ["more"],
  loginHint: "ada@example.test",
  additionalParams: { kid: "1", prompt: "login" },
};

/** @type {Record<string, Case[]>} */
export const CASES = {
  apple: [
    {
      name: "the name comes with a form",
      tokenEndpoint: "https://appleid.apple.com/auth/token",
      keys: "https://appleid.apple.com/auth/keys",
      claims: {
        iss: "https://appleid.apple.com",
        sub: "001.a",
        email: USER.email,
        email_verified: "true",
        is_private_email: "false",
      },
      query: {
        user: '{"name":{"firstName":"Ada","lastName":"Lovelace"},"email":"x@example.test"}',
      },
      form: true,
      refresh: true,
    },
    {
      name: "without a name",
      tokenEndpoint: "https://appleid.apple.com/auth/token",
      keys: "https://appleid.apple.com/auth/keys",
      claims: {
        iss: "https://appleid.apple.com",
        sub: "001.a",
        email: USER.email,
        email_verified: true,
      },
      form: true,
    },
    {
      name: "without an id token",
      tokenEndpoint: "https://appleid.apple.com/auth/token",
    },
  ],
  atlassian: [
    {
      name: "a user",
      options: { prompt: "consent" },
      start: { scopes: ["read:me"] },
      tokenEndpoint: "https://auth.atlassian.com/oauth/token",
      answers: {
        "GET https://api.atlassian.com/me": {
          account_type: "atlassian",
          account_id: "5b1",
          email: USER.email,
          name: USER.name,
          picture: "https://avatars.example.test/1",
        },
      },
      refresh: true,
    },
  ],
  cloudflare: [
    {
      name: "a user",
      start: { scopes: ["account.read", "user-details.read"] },
      tokenEndpoint: "https://dash.cloudflare.com/oauth2/token",
      answers: {
        "GET https://api.cloudflare.com/client/v4/user": {
          success: true,
          errors: [],
          result: { id: "7c5", email: USER.email, first_name: "Ada", last_name: "Lovelace" },
        },
      },
      refresh: true,
    },
    {
      name: "no name",
      tokenEndpoint: "https://dash.cloudflare.com/oauth2/token",
      answers: {
        "GET https://api.cloudflare.com/client/v4/user": {
          success: true,
          result: { id: "7c5", email: USER.email, first_name: null, last_name: null },
        },
      },
    },
    {
      name: "a failure in a success",
      tokenEndpoint: "https://dash.cloudflare.com/oauth2/token",
      answers: {
        "GET https://api.cloudflare.com/client/v4/user": {
          success: false,
          errors: [{ code: 1 }],
          result: null,
        },
      },
    },
  ],
  cognito: [
    {
      name: "claims",
      options: {
        domain: "app.auth.eu-central-1.amazoncognito.com",
        region: "eu-central-1",
        userPoolId: "eu-central-1_1",
        identityProvider: "Google",
      },
      tokenEndpoint: "https://app.auth.eu-central-1.amazoncognito.com/oauth2/token",
      keys: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_1/.well-known/jwks.json",
      claims: { iss: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_1", ...OIDC },
      start: MORE,
      refresh: true,
    },
    {
      name: "without an id token",
      options: {
        domain: "https://app.auth.eu-central-1.amazoncognito.com",
        region: "eu-central-1",
        userPoolId: "eu-central-1_1",
      },
      tokenEndpoint: "https://app.auth.eu-central-1.amazoncognito.com/oauth2/token",
      answers: {
        "GET https://app.auth.eu-central-1.amazoncognito.com/oauth2/userinfo": {
          sub: "sub-1",
          email: USER.email,
          email_verified: "true",
          given_name: "Ada",
          username: "ada",
        },
      },
    },
  ],
  discord: [
    {
      name: "an avatar that moves",
      tokenEndpoint: "https://discord.com/api/oauth2/token",
      start: { scopes: ["guilds"] },
      answers: {
        "GET https://discord.com/api/users/@me": {
          id: "80351110224678912",
          username: "nelly",
          discriminator: "1337",
          global_name: "Nelly",
          avatar: "a_8342729096ea3675442027381ff50dfe",
          verified: true,
          email: USER.email,
        },
      },
      refresh: true,
    },
    {
      name: "no avatar, a name of the new kind, a bot",
      options: { permissions: 8, scope: ["bot"], prompt: "consent" },
      tokenEndpoint: "https://discord.com/api/oauth2/token",
      answers: {
        "GET https://discord.com/api/users/@me": {
          id: "80351110224678912",
          username: "nelly",
          discriminator: "0",
          global_name: null,
          avatar: null,
          verified: false,
          email: USER.email,
        },
      },
    },
    {
      name: "no avatar, a name of the old kind",
      tokenEndpoint: "https://discord.com/api/oauth2/token",
      answers: {
        "GET https://discord.com/api/users/@me": {
          id: "80351110224678912",
          username: "nelly",
          discriminator: "1337",
          avatar: null,
          verified: true,
          email: USER.email,
        },
      },
    },
  ],
  dropbox: [
    {
      name: "a user, offline",
      options: { accessType: "offline" },
      tokenEndpoint: "https://api.dropboxapi.com/oauth2/token",
      answers: {
        "POST https://api.dropboxapi.com/2/users/get_current_account": {
          account_id: "dbid:1",
          email: USER.email,
          email_verified: true,
          name: { display_name: USER.name },
          profile_photo_url: "https://cdn.example.test/d",
        },
      },
      refresh: true,
    },
  ],
  facebook: [
    {
      name: "a user",
      options: { clientId: "fb-app", fields: ["birthday"], configId: "cfg" },
      start: { loginHint: "ada@example.test" },
      tokenEndpoint: "https://graph.facebook.com/v24.0/oauth/access_token",
      answers: {
        "GET https://graph.facebook.com/debug_token": {
          data: { app_id: "fb-app", is_valid: true, user_id: "42" },
        },
        "GET https://graph.facebook.com/me": {
          id: "42",
          name: USER.name,
          email: USER.email,
          picture: { data: { url: "https://cdn.example.test/f" } },
        },
      },
      refresh: true,
    },
    {
      name: "a token of another application",
      options: { clientId: "fb-app" },
      tokenEndpoint: "https://graph.facebook.com/v24.0/oauth/access_token",
      answers: {
        "GET https://graph.facebook.com/debug_token": {
          data: { app_id: "evil", is_valid: true, user_id: "42" },
        },
        "GET https://graph.facebook.com/me": { id: "42", name: USER.name, email: USER.email },
      },
    },
  ],
  figma: [
    {
      name: "a user",
      tokenEndpoint: "https://api.figma.com/v1/oauth/token",
      answers: {
        "GET https://api.figma.com/v1/me": {
          id: "f1",
          handle: "ada",
          email: USER.email,
          img_url: "https://cdn.example.test/fi",
        },
      },
      refresh: true,
    },
  ],
  github: [
    {
      name: "a hidden address",
      options: { prompt: "select_account" },
      start: MORE,
      token: { scope: "read:user,user:email" },
      tokenEndpoint: "https://github.com/login/oauth/access_token",
      answers: {
        "GET https://api.github.com/user": {
          id: 1,
          login: "ada",
          name: null,
          email: null,
          avatar_url: "https://cdn.example.test/g",
        },
        "GET https://api.github.com/user/emails": [
          { email: "other@example.test", primary: false, verified: true },
          { email: USER.email, primary: true, verified: true },
        ],
      },
      refresh: true,
    },
    {
      name: "a public address that is not verified",
      tokenEndpoint: "https://github.com/login/oauth/access_token",
      answers: {
        "GET https://api.github.com/user": {
          id: 1,
          login: "ada",
          name: USER.name,
          email: USER.email,
          avatar_url: "https://cdn.example.test/g",
        },
        "GET https://api.github.com/user/emails": [
          { email: USER.email, primary: true, verified: false },
        ],
      },
    },
    {
      name: "a refusal in a success",
      tokenEndpoint: "https://github.com/login/oauth/access_token",
      refusal: [200, { error: "bad_verification_code", error_description: "no" }],
    },
  ],
  gitlab: [
    {
      name: "a user",
      start: { loginHint: "ada@example.test" },
      tokenEndpoint: "https://gitlab.com/oauth/token",
      answers: {
        "GET https://gitlab.com/api/v4/user": {
          id: 7,
          username: "ada",
          name: USER.name,
          email: USER.email,
          email_verified: true,
          state: "active",
          locked: false,
          avatar_url: "https://cdn.example.test/gl",
        },
      },
      refresh: true,
    },
    {
      name: "one's own server, a user who is locked",
      options: { issuer: "https://git.example.test/" },
      tokenEndpoint: "https://git.example.test/oauth/token",
      answers: {
        "GET https://git.example.test/api/v4/user": {
          id: 7,
          name: USER.name,
          email: USER.email,
          state: "active",
          locked: true,
        },
      },
    },
    {
      name: "a user who is blocked",
      tokenEndpoint: "https://gitlab.com/oauth/token",
      answers: {
        "GET https://gitlab.com/api/v4/user": {
          id: 7,
          name: USER.name,
          email: USER.email,
          state: "blocked",
          locked: false,
        },
      },
    },
  ],
  google: [
    {
      name: "claims",
      options: {
        prompt: "select_account",
        accessType: "offline",
        display: "popup",
        hd: "example.test",
      },
      start: { ...MORE, additionalParams: { kid: "1" } },
      tokenEndpoint: "https://oauth2.googleapis.com/token",
      keys: "https://www.googleapis.com/oauth2/v3/certs",
      claims: { iss: "https://accounts.google.com", hd: "example.test", ...OIDC },
      refresh: true,
    },
    {
      name: "without an id token",
      tokenEndpoint: "https://oauth2.googleapis.com/token",
    },
    {
      name: "scopes of one's own only",
      options: { disableDefaultScope: true, scope: ["openid", "email"] },
      tokenEndpoint: "https://oauth2.googleapis.com/token",
      keys: "https://www.googleapis.com/oauth2/v3/certs",
      claims: { iss: "https://accounts.google.com", ...OIDC, email_verified: false },
    },
  ],
  huggingface: [
    {
      name: "a user",
      tokenEndpoint: "https://huggingface.co/oauth/token",
      answers: {
        "GET https://huggingface.co/oauth/userinfo": {
          ...OIDC,
          name: "",
          preferred_username: "ada",
        },
      },
      refresh: true,
    },
  ],
  kakao: [
    {
      name: "a user",
      tokenEndpoint: "https://kauth.kakao.com/oauth/token",
      answers: {
        "GET https://kapi.kakao.com/v2/user/me": {
          id: 9,
          kakao_account: {
            is_email_valid: true,
            is_email_verified: true,
            email: USER.email,
            profile: { nickname: "Ada", profile_image_url: "https://cdn.example.test/k" },
          },
        },
      },
      refresh: true,
    },
    {
      name: "an address that is not valid",
      tokenEndpoint: "https://kauth.kakao.com/oauth/token",
      answers: {
        "GET https://kapi.kakao.com/v2/user/me": {
          id: 9,
          kakao_account: {
            is_email_valid: false,
            is_email_verified: true,
            email: USER.email,
            name: "Ada",
            profile: { thumbnail_image_url: "https://cdn.example.test/t" },
          },
        },
      },
    },
  ],
  kick: [
    {
      name: "a user",
      tokenEndpoint: "https://id.kick.com/oauth/token",
      answers: {
        "GET https://api.kick.com/public/v1/users": {
          data: [
            {
              user_id: 3,
              name: "ada",
              email: USER.email,
              profile_picture: "https://cdn.example.test/ki",
            },
          ],
        },
      },
      refresh: true,
    },
  ],
  line: [
    {
      name: "claims",
      tokenEndpoint: "https://api.line.me/oauth2/v2.1/token",
      claims: {
        iss: "https://access.line.me",
        sub: "U1",
        ...USER,
        picture: "https://cdn.example.test/l",
      },
      refresh: true,
    },
    {
      name: "without an id token",
      tokenEndpoint: "https://api.line.me/oauth2/v2.1/token",
      answers: { "GET https://api.line.me/oauth2/v2.1/userinfo": { sub: "U1", ...USER } },
    },
  ],
  linear: [
    {
      name: "a user",
      tokenEndpoint: "https://api.linear.app/oauth/token",
      answers: {
        "POST https://api.linear.app/graphql": {
          data: {
            viewer: { id: "l1", ...USER, avatarUrl: "https://cdn.example.test/li", active: true },
          },
        },
      },
      refresh: true,
    },
    {
      name: "nobody",
      tokenEndpoint: "https://api.linear.app/oauth/token",
      answers: { "POST https://api.linear.app/graphql": { data: { viewer: null } } },
    },
  ],
  linkedin: [
    {
      name: "a user",
      start: { loginHint: "ada@example.test" },
      tokenEndpoint: "https://www.linkedin.com/oauth/v2/accessToken",
      answers: { "GET https://api.linkedin.com/v2/userinfo": OIDC },
      refresh: true,
    },
  ],
  microsoft: [
    {
      name: "any tenant, an address that Microsoft lists as verified",
      options: { prompt: "select_account" },
      start: MORE,
      tokenEndpoint: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
      keys: "https://login.microsoftonline.com/common/discovery/v2.0/keys",
      claims: {
        iss: "https://login.microsoftonline.com/7f0f4d3a-4d84-4a0e-9f3c-7e2a4a4d0c11/v2.0",
        tid: "7f0f4d3a-4d84-4a0e-9f3c-7e2a4a4d0c11",
        oid: "oid-1",
        sub: "pairwise",
        ...USER,
        verified_primary_email: [USER.email],
      },
      answers: { "GET https://graph.microsoft.com/v1.0/me/photos/48x48/$value": [404, {}] },
      refresh: true,
    },
    {
      name: "one tenant, without a photo, an address that anybody may have chosen",
      options: { tenantId: "7f0f4d3a-4d84-4a0e-9f3c-7e2a4a4d0c11", disableProfilePhoto: true },
      tokenEndpoint:
        "https://login.microsoftonline.com/7f0f4d3a-4d84-4a0e-9f3c-7e2a4a4d0c11/oauth2/v2.0/token",
      keys: "https://login.microsoftonline.com/7f0f4d3a-4d84-4a0e-9f3c-7e2a4a4d0c11/discovery/v2.0/keys",
      claims: {
        iss: "https://login.microsoftonline.com/7f0f4d3a-4d84-4a0e-9f3c-7e2a4a4d0c11/v2.0",
        tid: "7f0f4d3a-4d84-4a0e-9f3c-7e2a4a4d0c11",
        oid: "oid-1",
        sub: "pairwise",
        ...USER,
      },
    },
  ],
  naver: [
    {
      name: "a user",
      tokenEndpoint: "https://nid.naver.com/oauth2.0/token",
      answers: {
        "GET https://openapi.naver.com/v1/nid/me": {
          resultcode: "00",
          message: "success",
          response: {
            id: "n1",
            nickname: "ada",
            email: USER.email,
            profile_image: "https://cdn.example.test/n",
          },
        },
      },
      refresh: true,
    },
    {
      name: "a refusal in a success",
      tokenEndpoint: "https://nid.naver.com/oauth2.0/token",
      answers: { "GET https://openapi.naver.com/v1/nid/me": { resultcode: "024", message: "no" } },
    },
  ],
  notion: [
    {
      name: "a user",
      tokenEndpoint: "https://api.notion.com/v1/oauth/token",
      answers: {
        "GET https://api.notion.com/v1/users/me": {
          object: "user",
          type: "bot",
          bot: {
            owner: {
              type: "user",
              user: {
                id: "no1",
                name: USER.name,
                avatar_url: "https://cdn.example.test/no",
                person: { email: USER.email },
              },
            },
          },
        },
      },
      refresh: true,
    },
  ],
  paybin: [
    {
      name: "claims",
      options: { prompt: "login" },
      tokenEndpoint: "https://idp.paybin.io/oauth2/token",
      claims: { iss: "https://idp.paybin.io", ...OIDC, name: "", preferred_username: "ada" },
      refresh: true,
    },
  ],
  paypal: [
    {
      name: "the sandbox",
      tokenEndpoint: "https://api-m.sandbox.paypal.com/v1/oauth2/token",
      answers: {
        "GET https://api-m.sandbox.paypal.com/v1/identity/oauth2/userinfo": {
          ...OIDC,
          user_id: "https://www.paypal.com/webapps/auth/identity/user/1",
        },
      },
      refresh: true,
    },
    {
      name: "live, with an id token of somebody else",
      options: { environment: "live", prompt: "login" },
      tokenEndpoint: "https://api-m.paypal.com/v1/oauth2/token",
      claims: { iss: "https://www.paypal.com", sub: "somebody-else" },
      answers: {
        "GET https://api-m.paypal.com/v1/identity/oauth2/userinfo": { ...OIDC, user_id: "u-1" },
      },
    },
  ],
  polar: [
    {
      name: "a user",
      options: { prompt: "consent" },
      tokenEndpoint: "https://api.polar.sh/v1/oauth2/token",
      answers: {
        "GET https://api.polar.sh/v1/oauth2/userinfo": {
          id: "p1",
          email: USER.email,
          username: "ada",
          avatar_url: "https://cdn.example.test/p",
          email_verified: true,
        },
      },
      refresh: true,
    },
  ],
  railway: [
    {
      name: "a user",
      tokenEndpoint: "https://backboard.railway.com/oauth/token",
      answers: {
        "GET https://backboard.railway.com/oauth/me": {
          sub: "r1",
          ...USER,
          picture: "https://cdn.example.test/r",
        },
      },
      refresh: true,
    },
  ],
  reddit: [
    {
      name: "a user without an address",
      options: { duration: "permanent" },
      tokenEndpoint: "https://www.reddit.com/api/v1/access_token",
      answers: {
        "GET https://oauth.reddit.com/api/v1/me": {
          id: "re1",
          name: "ada",
          has_verified_email: true,
          icon_img: "https://cdn.example.test/re.png?s=1",
        },
      },
      refresh: true,
    },
  ],
  roblox: [
    {
      name: "a user without an address",
      tokenEndpoint: "https://apis.roblox.com/oauth/v1/token",
      answers: {
        "GET https://apis.roblox.com/oauth/v1/userinfo": {
          sub: "1516",
          nickname: "Ada",
          preferred_username: "ada",
          picture: "https://cdn.example.test/ro",
        },
      },
      refresh: true,
    },
  ],
  salesforce: [
    {
      name: "a user",
      tokenEndpoint: "https://login.salesforce.com/services/oauth2/token",
      answers: {
        "GET https://login.salesforce.com/services/oauth2/userinfo": {
          sub: "https://login.salesforce.com/id/0/1",
          user_id: "005",
          ...USER,
          email_verified: true,
          photos: { picture: "https://cdn.example.test/s" },
        },
      },
      refresh: true,
    },
    {
      name: "the sandbox",
      options: { environment: "sandbox" },
      tokenEndpoint: "https://test.salesforce.com/services/oauth2/token",
      answers: {
        "GET https://test.salesforce.com/services/oauth2/userinfo": {
          user_id: "005",
          ...USER,
          photos: { thumbnail: "https://cdn.example.test/st" },
        },
      },
    },
    {
      name: "a domain of one's own",
      options: { loginUrl: "acme.my.salesforce.com" },
      tokenEndpoint: "https://acme.my.salesforce.com/services/oauth2/token",
      answers: {
        "GET https://acme.my.salesforce.com/services/oauth2/userinfo": { user_id: "005", ...USER },
      },
    },
  ],
  slack: [
    {
      name: "a user",
      start: { scopes: ["users:read"] },
      tokenEndpoint: "https://slack.com/api/openid.connect.token",
      answers: {
        "GET https://slack.com/api/openid.connect.userInfo": {
          ok: true,
          sub: "U1",
          "https://slack.com/user_id": "U1",
          ...USER,
          email_verified: true,
          "https://slack.com/user_image_512": "https://cdn.example.test/sl",
        },
      },
      refresh: true,
    },
  ],
  spotify: [
    {
      name: "a user",
      tokenEndpoint: "https://accounts.spotify.com/api/token",
      answers: {
        "GET https://api.spotify.com/v1/me": {
          id: "sp1",
          display_name: USER.name,
          email: USER.email,
          images: [{ url: "https://cdn.example.test/sp" }],
        },
      },
      refresh: true,
    },
    {
      name: "without a picture",
      tokenEndpoint: "https://accounts.spotify.com/api/token",
      answers: {
        "GET https://api.spotify.com/v1/me": {
          id: "sp1",
          display_name: USER.name,
          email: USER.email,
          images: [],
        },
      },
    },
  ],
  tiktok: [
    {
      name: "a user without an address",
      options: { clientId: undefined, clientKey: "tiktok-key" },
      start: { scopes: ["user.info.stats"] },
      tokenEndpoint: "https://open.tiktokapis.com/v2/oauth/token/",
      token: {
        open_id: "t1",
        scope: "user.info.profile,user.info.stats",
        refresh_expires_in: 31536000,
      },
      answers: {
        "GET https://open.tiktokapis.com/v2/user/info/": {
          data: {
            user: {
              open_id: "t1",
              display_name: "Ada",
              username: "ada",
              avatar_large_url: "https://cdn.example.test/ti",
            },
          },
          error: { code: "ok" },
        },
      },
      refresh: true,
    },
  ],
  twitch: [
    {
      name: "claims",
      tokenEndpoint: "https://id.twitch.tv/oauth2/token",
      keys: "https://id.twitch.tv/oauth2/keys",
      token: { scope: ["user:read:email", "openid"] },
      claims: {
        iss: "https://id.twitch.tv/oauth2",
        sub: "tw1",
        email: USER.email,
        email_verified: true,
        preferred_username: "ada",
        picture: "https://cdn.example.test/tw",
      },
      refresh: true,
    },
    { name: "without an id token", tokenEndpoint: "https://id.twitch.tv/oauth2/token" },
  ],
  twitter: [
    {
      name: "a confirmed address",
      tokenEndpoint: "https://api.x.com/2/oauth2/token",
      answers: {
        "GET https://api.x.com/2/users/me": {
          data: {
            id: "x1",
            name: "Ada",
            username: "ada",
            profile_image_url: "https://cdn.example.test/x",
            confirmed_email: USER.email,
          },
        },
      },
      refresh: true,
    },
    {
      name: "no address",
      tokenEndpoint: "https://api.x.com/2/oauth2/token",
      answers: {
        "GET https://api.x.com/2/users/me": { data: { id: "x1", name: "Ada", username: "ada" } },
      },
    },
  ],
  vercel: [
    {
      name: "a user",
      tokenEndpoint: "https://api.vercel.com/login/oauth/token",
      answers: {
        "GET https://api.vercel.com/login/oauth/userinfo": {
          ...OIDC,
          name: null,
          preferred_username: "ada",
        },
      },
    },
  ],
  vk: [
    {
      name: "a user",
      tokenEndpoint: "https://id.vk.com/oauth2/auth",
      query: { device_id: "device-1" },
      answers: {
        "POST https://id.vk.com/oauth2/user_info": {
          user: {
            user_id: "12",
            first_name: "Ada",
            last_name: "Lovelace",
            email: USER.email,
            avatar: "https://cdn.example.test/vk",
            sex: 1,
          },
        },
      },
      refresh: true,
    },
    {
      name: "a user without an address",
      tokenEndpoint: "https://id.vk.com/oauth2/auth",
      answers: {
        "POST https://id.vk.com/oauth2/user_info": {
          user: { user_id: "12", first_name: "Ada", last_name: "Lovelace" },
        },
      },
    },
  ],
  wechat: [
    {
      name: "a user without an address",
      options: { lang: "en" },
      tokenEndpoint: "GET https://api.weixin.qq.com/sns/oauth2/access_token",
      token: { openid: "o1", unionid: "u1", scope: "snsapi_login,snsapi_base" },
      answers: {
        "GET https://api.weixin.qq.com/sns/userinfo": {
          openid: "o1",
          unionid: "u1",
          nickname: "Ada",
          headimgurl: "https://cdn.example.test/w",
        },
        "GET https://api.weixin.qq.com/sns/oauth2/refresh_token": {
          access_token: "access-2",
          refresh_token: "refresh-2",
          expires_in: 7200,
          openid: "o1",
          scope: "snsapi_login",
        },
      },
      refresh: true,
    },
    {
      name: "a refusal in a success",
      tokenEndpoint: "GET https://api.weixin.qq.com/sns/oauth2/access_token",
      refusal: [200, { errcode: 40029, errmsg: "invalid code" }],
    },
  ],
  zoom: [
    {
      name: "a user",
      tokenEndpoint: "https://zoom.us/oauth/token",
      answers: {
        "GET https://api.zoom.us/v2/users/me": {
          id: "z1",
          display_name: "Ada",
          email: USER.email,
          verified: 1,
          pic_url: "https://cdn.example.test/z",
        },
      },
      refresh: true,
    },
    {
      name: "without a challenge",
      options: { pkce: false },
      tokenEndpoint: "https://zoom.us/oauth/token",
      answers: {
        "GET https://api.zoom.us/v2/users/me": {
          id: "z1",
          display_name: "Ada",
          email: USER.email,
          verified: 0,
        },
      },
    },
  ],
};

/**
 * An ID token, or what a provider has in its place, that a client brings.
 *
 * @typedef {object} Brought
 * @property {string} name
 * @property {Record<string, any>} [options]
 * @property {string} keys
 * @property {Record<string, any>} claims
 * @property {string} [nonce]
 * @property {string} [token] in place of one with the claims
 * @property {Record<string, any>} [more] beside the token and the nonce
 * @property {Record<string, any>} [answers]
 */

const APPLE = {
  keys: "https://appleid.apple.com/auth/keys",
  claims: {
    iss: "https://appleid.apple.com",
    sub: "001.a",
    email: USER.email,
    email_verified: true,
  },
};
const COGNITO = {
  options: {
    domain: "app.auth.eu-central-1.amazoncognito.com",
    region: "eu-central-1",
    userPoolId: "eu-central-1_1",
  },
  keys: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_1/.well-known/jwks.json",
  claims: { iss: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_1", ...OIDC },
};
const FACEBOOK = {
  keys: "https://limited.facebook.com/.well-known/oauth/openid/jwks/",
  claims: {
    iss: "https://www.facebook.com",
    sub: "42",
    ...USER,
    picture: "https://cdn.example.test/f",
  },
};
const GOOGLE = {
  keys: "https://www.googleapis.com/oauth2/v3/certs",
  claims: { iss: "https://accounts.google.com", ...OIDC },
};
const TENANT = "7f0f4d3a-4d84-4a0e-9f3c-7e2a4a4d0c11";
/** @param {string} configured @param {string} tenant */
const microsoft = (configured, tenant) => ({
  options: { tenantId: configured, disableProfilePhoto: true },
  keys: `https://login.microsoftonline.com/${configured}/discovery/v2.0/keys`,
  claims: {
    iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
    tid: tenant,
    oid: "oid-1",
    sub: "pairwise",
    ...USER,
    email_verified: true,
  },
});
const PRIVATE = "9188040d-6c67-4c5b-b112-36a304b66dad";
const EVIL = { iss: "https://evil.example.test" };

/** @type {Record<string, Brought[]>} */
export const BROUGHT = {
  apple: [
    { name: "a token", ...APPLE, nonce: "n", claims: { ...APPLE.claims, nonce: "n" } },
    {
      name: "a token with a digest of the nonce",
      ...APPLE,
      nonce: "n",
      claims: {
        ...APPLE.claims,
        nonce: "1b16b1df538ba12dc3f97edbb85caa7050d46c148134290feba80f8236c83db9",
      },
      more: { user: { name: { firstName: "Ada", lastName: "Lovelace" } } },
    },
    {
      name: "a token of another nonce",
      ...APPLE,
      nonce: "n",
      claims: { ...APPLE.claims, nonce: "m" },
    },
    { name: "a token of somebody else's", ...APPLE, claims: { ...APPLE.claims, ...EVIL } },
    {
      name: "a token for another application",
      ...APPLE,
      claims: { ...APPLE.claims, aud: "other" },
    },
    {
      name: "a token for the native application",
      ...APPLE,
      options: { appBundleIdentifier: "com.example.app" },
      claims: { ...APPLE.claims, aud: "com.example.app" },
    },
  ],
  cognito: [
    { name: "a token", ...COGNITO },
    { name: "a token of another pool", ...COGNITO, claims: { ...COGNITO.claims, ...EVIL } },
    {
      name: "a token for another application",
      ...COGNITO,
      claims: { ...COGNITO.claims, aud: "other" },
    },
  ],
  facebook: [
    { name: "a token of limited login", ...FACEBOOK },
    { name: "a token of somebody else's", ...FACEBOOK, claims: { ...FACEBOOK.claims, ...EVIL } },
    {
      name: "a token for another application",
      ...FACEBOOK,
      claims: { ...FACEBOOK.claims, aud: "other" },
    },
    {
      name: "an access token",
      ...FACEBOOK,
      token: "access-1",
      more: { accessToken: "access-1" },
      answers: {
        "GET https://graph.facebook.com/debug_token": {
          data: { app_id: "facebook-id", is_valid: true, user_id: "42" },
        },
        "GET https://graph.facebook.com/me": {
          id: "42",
          ...USER,
          picture: { data: { url: "https://cdn.example.test/f" } },
        },
      },
    },
    {
      name: "an access token of another application",
      ...FACEBOOK,
      token: "access-1",
      more: { accessToken: "access-1" },
      answers: {
        "GET https://graph.facebook.com/debug_token": {
          data: { app_id: "evil", is_valid: true, user_id: "42" },
        },
        "GET https://graph.facebook.com/me": {
          id: "42",
          ...USER,
          picture: { data: { url: "https://cdn.example.test/f" } },
        },
      },
    },
  ],
  google: [
    { name: "a token", ...GOOGLE, nonce: "n", claims: { ...GOOGLE.claims, nonce: "n" } },
    {
      name: "a token of another nonce",
      ...GOOGLE,
      nonce: "n",
      claims: { ...GOOGLE.claims, nonce: "m" },
    },
    { name: "a token of somebody else's", ...GOOGLE, claims: { ...GOOGLE.claims, ...EVIL } },
    {
      name: "a token for another application",
      ...GOOGLE,
      claims: { ...GOOGLE.claims, aud: "other" },
    },
    {
      name: "another domain",
      ...GOOGLE,
      options: { hd: "example.test" },
      claims: { ...GOOGLE.claims, hd: "evil.test" },
    },
    {
      name: "the domain",
      ...GOOGLE,
      options: { hd: "example.test" },
      claims: { ...GOOGLE.claims, hd: "example.test" },
    },
    {
      name: "several applications",
      ...GOOGLE,
      options: { clientId: ["web", "ios"] },
      claims: { ...GOOGLE.claims, aud: "ios" },
    },
  ],
  line: [
    {
      name: "a token that LINE has checked",
      keys: "",
      claims: { iss: "https://access.line.me", sub: "U1", ...USER },
      answers: { "POST https://api.line.me/oauth2/v2.1/verify": { aud: "line-id", sub: "U1" } },
    },
    {
      name: "a token for another application",
      keys: "",
      claims: { iss: "https://access.line.me", sub: "U1", ...USER },
      answers: { "POST https://api.line.me/oauth2/v2.1/verify": { aud: "other", sub: "U1" } },
    },
    {
      name: "a token that LINE refuses",
      keys: "",
      claims: { iss: "https://access.line.me", sub: "U1", ...USER },
      answers: {
        "POST https://api.line.me/oauth2/v2.1/verify": [400, { error: "invalid_request" }],
      },
    },
  ],
  microsoft: [
    { name: "any tenant", ...microsoft("common", TENANT) },
    { name: "an organization", ...microsoft("organizations", TENANT) },
    {
      name: "a private account where organizations are wanted",
      ...microsoft("organizations", PRIVATE),
    },
    { name: "a private account", ...microsoft("consumers", PRIVATE) },
    {
      name: "an organization where private accounts are wanted",
      ...microsoft("consumers", TENANT),
    },
    { name: "the tenant", ...microsoft(TENANT, TENANT) },
    { name: "another tenant", ...microsoft(TENANT, PRIVATE) },
    {
      name: "an issuer of another tenant than the token says",
      ...microsoft("common", TENANT),
      claims: { ...microsoft("common", TENANT).claims, tid: PRIVATE },
    },
  ],
};
