import assert from "node:assert/strict";
import { test } from "node:test";
import { APIError, createAuth, getSessionCookie, isAPIError } from "signet-auth/server";
import { cookieHeader, newPerson, origin, signedIn, useApplication } from "../lib/application.mjs";
import { startUpstream } from "../lib/upstream.mjs";

const application = useApplication();

test("a call resolves to the data, dates included", async () => {
  const person = newPerson();
  const { token, user } = await application.auth.api.signUpEmail({ body: person });
  assert.equal(typeof token, "string");
  assert.equal(user.email, person.email);
  assert.ok(user.createdAt instanceof Date);
});

test("the headers of a request say who is asking", async () => {
  const { auth } = application;
  const { user, headers } = await signedIn(auth);
  const found = await auth.api.getSession({ headers });
  assert.equal(found.user.id, user.id);
  assert.ok(found.session.expiresAt instanceof Date);
  assert.equal(await auth.api.getSession({ headers: new Headers() }), null);
  assert.equal((await auth.api.listSessions({ headers })).length, 1);
  assert.deepEqual(await auth.api.revokeSessions({ headers }), { status: true });
  assert.equal(await auth.api.getSession({ headers }), null);
});

test("a failure rejects with what the server says", async () => {
  const { email } = newPerson();
  const error = await application.auth.api
    .signInEmail({ body: { email, password: "a wrong password" } })
    .catch((error) => error);
  assert.ok(error instanceof APIError && isAPIError(error));
  assert.equal(error.name, "APIError");
  assert.equal(error.status, "UNAUTHORIZED");
  assert.equal(error.statusCode, 401);
  assert.equal(error.body.code, "INVALID_EMAIL_OR_PASSWORD");
  assert.equal(error.message, error.body.message);
  assert.equal(error.headers.get("content-type"), "application/json");
});

test("asResponse gives the whole answer, of a failure too", async () => {
  const { auth } = application;
  const person = newPerson();
  const answer = await auth.api.signUpEmail({ body: person, asResponse: true });
  assert.ok(answer instanceof Response);
  const headers = new Headers({ cookie: cookieHeader(answer.headers) });
  assert.equal((await auth.api.getSession({ headers })).user.email, person.email);
  assert.equal(getSessionCookie(headers), decodeURIComponent(headers.get("cookie").split("=")[1]));

  const refused = await auth.api.signUpEmail({ body: person, asResponse: true });
  assert.equal(refused.status, 422);
  const { code } = await refused.json();
  assert.equal(code, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL");
});

test("headers and status come along when they are asked for", async () => {
  const { auth } = application;
  const both = await auth.api.signUpEmail({
    body: newPerson(),
    returnHeaders: true,
    returnStatus: true,
  });
  assert.deepEqual(Object.keys(both).sort(), ["headers", "response", "status"]);
  assert.equal(both.status, 200);
  assert.ok(both.headers.getSetCookie()[0].startsWith("better-auth.session_token="));
  const status = await auth.api.ok({ returnStatus: true });
  assert.deepEqual(status, { status: 200, response: { ok: true } });
});

test("the application's own calls pass the check of origins", async () => {
  const { auth } = application;
  const { headers } = await signedIn(auth);
  headers.set("origin", "https://evil.example");
  headers.set("referer", "https://evil.example/");
  headers.set("sec-fetch-site", "cross-site");
  headers.set("content-type", "text/plain");
  headers.set("content-length", "1000");
  assert.deepEqual(await auth.api.signOut({ headers }), { success: true });
  assert.equal(await auth.api.getSession({ headers }), null);
});

test("redirect targets of calls are checked", async () => {
  const call = application.auth.api.signInEmail({
    body: { ...newPerson(), callbackURL: "https://evil.example" },
  });
  await assert.rejects(call, {
    status: "FORBIDDEN",
    body: { code: "INVALID_CALLBACK_URL", message: "Invalid callbackURL" },
  });
});

test("a call carries no claims of its visitor about addresses", async (context) => {
  const upstream = await startUpstream(context);
  const auth = createAuth({ baseURL: origin, serverURL: upstream.address });
  const headers = { cookie: "a=1", "x-forwarded-for": "6.6.6.6", "x-real-ip": "6.6.6.6" };
  await auth.api.getSession({ headers });
  await auth.api.getSession({ headers, clientAddress: "192.0.2.1" });
  const sent = upstream.requests.map(({ headers }) => headers["x-forwarded-for"]);
  assert.deepEqual(sent, [undefined, "192.0.2.1"]);
  const proxied = createAuth({
    serverURL: upstream.address,
    clientAddress: { header: "x-forwarded-for" },
  });
  await proxied.api.getSession({ headers });
  assert.equal(upstream.requests[2].headers["x-forwarded-for"], "6.6.6.6");
  assert.equal(upstream.requests[2].headers.cookie, "a=1");
});

test("names that nobody has declared are paths", async (context) => {
  const upstream = await startUpstream(context);
  const { api } = createAuth({ serverURL: upstream.address });
  await api.fooBarBaz({ query: { a: [1, "b c"], none: undefined, on: true } });
  await api.signInMagicLink({ body: { email: "a@b.de" } });
  await api.requestPasswordResetCallback({ params: { token: "a/b?c" }, query: {} });
  await api.anything({ method: "POST" });
  assert.deepEqual(
    upstream.requests.map(({ method, url, body }) => [method, url, body]),
    [
      ["GET", "/api/auth/foo-bar-baz?a=1&a=b+c&on=true", ""],
      ["POST", "/api/auth/sign-in/magic-link", '{"email":"a@b.de"}'],
      ["GET", "/api/auth/reset-password/a%2Fb%3Fc", ""],
      ["POST", "/api/auth/anything", ""],
    ],
  );
});

test("a part of a path can't lead to another path", async (context) => {
  const upstream = await startUpstream(context);
  const { api } = createAuth({ serverURL: upstream.address });
  for (const token of [".", ".."]) {
    await assert.rejects(api.requestPasswordResetCallback({ params: { token }, query: {} }), {
      statusCode: 404,
    });
  }
  await assert.rejects(api.requestPasswordResetCallback({ query: {} }), /params.token is missing/);
  assert.deepEqual(upstream.requests, []);
});

test("a redirect rejects, with the place in its headers", async (context) => {
  const upstream = await startUpstream(context, (_, response) =>
    response.writeHead(302, { location: "/welcome" }).end(),
  );
  const { api } = createAuth({ serverURL: upstream.address });
  const error = await api.verifyEmail({ query: { token: "a" } }).catch((error) => error);
  assert.equal(error.status, "FOUND");
  assert.equal(error.headers.get("location"), "/welcome");
});

test("without the server a call rejects with 502 and its cause", async () => {
  const { api } = createAuth({ serverURL: "http://127.0.0.1:9" });
  const error = await api.getSession({ headers: {} }).catch((error) => error);
  assert.equal(error.status, "BAD_GATEWAY");
  assert.equal(error.body.code, "BAD_GATEWAY");
  assert.ok(error.cause);
  assert.equal((await api.getSession({ asResponse: true })).status, 502);
});

test("what users choose stays text, and prototypes stay as they are", async (context) => {
  const moment = "2026-01-02T03:04:05.678Z";
  const upstream = await startUpstream(context, (_, response) =>
    response.end(
      `{"user":{"name":"${moment}","createdAt":"${moment}","__proto__":{"admin":true}}}`,
    ),
  );
  const { user } = await createAuth({ serverURL: upstream.address }).api.getSession();
  assert.equal(user.name, moment);
  assert.deepEqual(user.createdAt, new Date(moment));
  assert.equal(user.admin, undefined);
});

test("the object of calls is not taken for a promise", async () => {
  const { api } = application.auth;
  assert.equal(await api, api);
  assert.equal(api.getSession, api.getSession);
});
