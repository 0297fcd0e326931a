import { after, before } from "node:test";
import { createAuth } from "signet-auth/server";
import { startSignet } from "../../lib/signet.mjs";

/** Where users of the tests' application believe to be. */
export const origin = "http://app.example";

/** A `signet` for the tests of a file, and the application's side of it. */
export function useApplication({ config = "", ...options } = {}) {
  let signet;
  let auth;
  before(async () => {
    signet = await startSignet(undefined, `base_url = "${origin}"\n${limits(config)}`);
    auth = createAuth({ baseURL: origin, serverURL: signet.address, ...options });
  });
  after(() => signet?.stop());
  return {
    get auth() {
      return auth;
    },
    get address() {
      return signet.address;
    },
  };
}

// These tests sign in more often than strangers may.
function limits(config) {
  return config.includes("[rate_limit]") ? config : `${config}\n[rate_limit]\nenabled = false\n`;
}

let made = 0;

/** Somebody who has no account yet. */
export function newPerson() {
  made += 1;
  return { name: "Ada", email: `ada-${made}@example.com`, password: "a long password" };
}

/** What a browser sends back of the cookies that an answer sets. */
export function cookieHeader(headers) {
  return headers
    .getSetCookie()
    .filter((cookie) => !/max-age=0/i.test(cookie))
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** Somebody new who is signed in: their headers, as a browser would send them. */
export async function signedIn(auth, person = newPerson()) {
  const { headers, response } = await auth.api.signUpEmail({ body: person, returnHeaders: true });
  return { person, user: response.user, headers: new Headers({ cookie: cookieHeader(headers) }) };
}
