// The same calls of Better Auth's `auth.api` and of ours.

import assert from "node:assert/strict";
import { test } from "node:test";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { cookieHeader, origin, useApplication } from "../lib/application.mjs";

const application = useApplication();

const theirs = betterAuth({
  baseURL: origin,
  secret: "mGv0UqVY8cD1xkq7tQf2hB5nZsWpEr39",
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
});

const person = { name: "Ada", email: "ada@example.com", password: "a long password" };

const cases = {
  "an address that is taken": (api) => api.signUpEmail({ body: person }),
  "a wrong password": (api) => api.signInEmail({ body: { ...person, password: "wrong wrong" } }),
  "a body that is incomplete": (api) => api.signInEmail({ body: { email: "a" } }),
  "a sign-in": (api) => api.signInEmail({ body: person }),
  "a sign-in as a response": (api) => api.signInEmail({ body: person, asResponse: true }),
  "a failure as a response": (api) =>
    api.signInEmail({ body: { ...person, password: "wrong wrong" }, asResponse: true }),
  "a sign-in with headers": (api) => api.signInEmail({ body: person, returnHeaders: true }),
  "a session": (api, headers) => api.getSession({ headers }),
  "nobody's session": (api) => api.getSession({ headers: new Headers() }),
  "a list of sessions": (api, headers) =>
    api.listSessions({ headers }).then((list) => list.slice(0, 1)),
  "a list for nobody": (api) => api.listSessions({ headers: new Headers() }),
  "a revocation": (api, headers) => api.revokeOtherSessions({ headers }),
  "a sign-out": (api, headers) => api.signOut({ headers, returnHeaders: true }),
  "a sign-out of nobody": (api) => api.signOut({ headers: new Headers() }),
  "a sign of life": (api) => api.ok(),
};

test("calls have the outcome that they have with Better Auth", async (context) => {
  const ours = application.auth;
  const [one, other] = [await signUp(theirs.api), await signUp(ours.api)];
  for (const [name, call] of Object.entries(cases)) {
    await context.test(name, async () => {
      const expected = await outcome(call(theirs.api, one));
      assert.deepEqual(await outcome(call(ours.api, other)), expected);
    });
  }
});

async function signUp(api) {
  const { headers } = await api.signUpEmail({ body: person, returnHeaders: true });
  return new Headers({ cookie: cookieHeader(headers) });
}

/** What of a call's outcome does not depend on chance. */
async function outcome(call) {
  try {
    return shape(await call);
  } catch (error) {
    const { name, status, statusCode, message, body } = error;
    // Better Auth has the number where its validation has failed.
    return {
      name,
      status: typeof status === "number" ? "BAD_REQUEST" : status,
      statusCode,
      message,
      body,
    };
  }
}

async function shape(value) {
  if (value instanceof Response) {
    return {
      status: value.status,
      cookies: cookies(value.headers),
      body: await shape(await value.json()),
    };
  }
  if (value instanceof Headers) {
    return cookies(value);
  }
  if (value instanceof Date) {
    return "a date";
  }
  if (Array.isArray(value)) {
    return Promise.all(value.map(shape));
  }
  if (typeof value === "object" && value !== null) {
    // Better Auth's memory has no columns: what is `null` in a database is not there at all.
    const present = Object.entries(value).filter(([, each]) => each !== undefined && each !== null);
    const members = present.map(async ([key, each]) => [
      key,
      /^(id|userId|token|url)$/.test(key) ? typeof each : await shape(each),
    ]);
    return Object.fromEntries(await Promise.all(members));
  }
  return typeof value === "string" && /^\d{4}-.*Z$/.test(value) ? "a moment" : value;
}

function cookies(headers) {
  return headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]+/, "=…"));
}
