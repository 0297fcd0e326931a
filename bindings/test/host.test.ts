// What the compiled client leaves to the host, with the same cases as its tests in Rust have for
// the fake host (`tests/client/calls.rs`, `hooks.rs` and `values.rs`).

import assert from "node:assert/strict";
import { test } from "node:test";
import * as host from "../../src/browser/host.js";

interface Exchange {
  request: Record<string, any>;
  response?: unknown;
  onSuccess?: { data: any };
  onError?: { error: any; responseText: string };
}

async function prepared(path: string, options: object = {}, client: object = {}) {
  const shared = host.shared({ baseURL: "http://h/api/auth", ...client });
  return host.prepare(path, shared, options, 0, new AbortController()) as Promise<Exchange>;
}

async function answered(body: BodyInit | null, init: ResponseInit = {}, options: object = {}) {
  const exchange = await prepared("/ok", options);
  exchange.response = new Response(body, init);
  await host.read(exchange);
  return exchange;
}

async function read(text: string) {
  const headers = { "content-type": "application/json" };
  return (await answered(text, { headers })).onSuccess?.data;
}

test("names are split into words", () => {
  for (const [name, expected] of [
    ["getTOTPURI", "get-totpuri"],
    ["test2", "test2"],
    ["foo:bar", "foo-bar"],
    ["$Infer", "infer"],
    ["getHTTPCode", "get-http-code"],
    ["AB1c", "ab-1c"],
    ["don't", "dont"],
    ["größeÄndern", "größe-ändern"],
    ["", ""],
  ]) {
    assert.equal(host.kebabCase(name), expected);
  }
});

test("addresses join base, path, params and queries", async () => {
  for (const [path, options, expected] of [
    ["@post/a/:id?z=1", { params: { id: "q/w" }, query: { z: 2 } }, "/a/q%2Fw?z=2"],
    ["/a/:x/:y", { params: ["1", "2"] }, "/a/1/2"],
    ["/a/:x", {}, "/a/:x"],
    ["/a/:toString", { params: {} }, "/a/:toString"],
    ["/a?b=c+d", {}, "/a?b=c%20d"],
    ["http://h/api/auth/a", {}, "/a"],
    ["a", { query: null }, "/a"],
    [
      "/a",
      { query: { a: 1, b: true, arr: ["x y", "z"], n: null, o: { k: "v" } } },
      "/a?a=1&b=true&arr=x%20y&arr=z&o=%7B%22k%22%3A%22v%22%7D",
    ],
  ] as const) {
    const { request } = await prepared(path, options);
    assert.ok(request.url instanceof URL);
    assert.equal(request.url.href, `http://h/api/auth${expected}`);
  }
  assert.equal((await prepared("https://x.y/a")).request.url.href, "https://x.y/a");
  assert.equal((await prepared("/ok", {}, { baseURL: "/api/auth" })).request.url, "/api/auth/ok");
});

test("params can not climb out of their path", async () => {
  for (const id of [".", ".."]) {
    await assert.rejects(prepared("/a/:id/b", { params: { id } }), TypeError);
  }
});

test("headers are merged and auth is added", async () => {
  const client = { fetchOptions: { headers: new Headers({ a: "1", b: "2" }) } };
  for (const [auth, expected] of [
    [{ type: "Bearer", token: "T" }, "Bearer T"],
    [{ type: "Bearer", token: async () => "later" }, "Bearer later"],
    [{ type: "Bearer" }, null],
    [{ type: "Basic", username: "u", password: "p" }, `Basic ${btoa("u:p")}`],
    [{ type: "Basic", username: "u" }, null],
    [{ type: "Custom", prefix: "P", value: "v" }, "P v"],
    [{ type: "Custom", value: "v" }, " v"],
    [{ type: "constructor" }, null],
    [undefined, null],
  ] as const) {
    const options = { auth, headers: { b: "3", c: null } };
    const { headers } = (await prepared("/ok", options, client)).request;
    assert.equal(headers.get("a"), "1");
    assert.equal(headers.get("b"), "3");
    assert.ok(!headers.has("c"));
    // `Headers` trims what a value begins with.
    assert.equal(headers.get("authorization"), expected?.trim() ?? null);
  }
});

test("a body is JSON or a form or untouched", async () => {
  const send = async (body: unknown, headers?: object) =>
    (await prepared("/x", { method: "post", body, headers })).request;
  const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  assert.equal((await send({ a: 1, b: "x y" }, form)).body, "a=1&b=x+y");
  const text = await send("text");
  assert.deepEqual([text.method, text.body], ["POST", "text"]);
  assert.equal(text.headers.get("content-type"), "application/json");
  assert.equal((await send({ a: [1] })).body, '{"a":[1]}');
  assert.equal((await send(undefined)).body, null);
  for (const file of [new FormData(), new Blob(["x"]), new Uint8Array(1)]) {
    const untouched = await send(file);
    assert.equal(untouched.body, file);
    assert.ok(!untouched.headers.has("content-type"));
  }
});

test("texts are read leniently", async () => {
  for (const [text, expected] of [
    ["", null],
    [" null ", null],
    ["undefined", undefined],
    ["TRUE", true],
    ["false", false],
    ["42", 42],
    ["-1.5e3", -1500],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    ["12345678901234567", "12345678901234567"],
    ["not json, and longer than a word", "not json, and longer than a word"],
    ["{broken", "{broken"],
    ['"a\\n\\u00e9\\""', 'a\né"'],
  ] as const) {
    assert.equal(await read(text), expected, text);
  }
});

test("dates are dates anywhere, and what only looks like one stays text", async () => {
  for (const [text, milliseconds] of [
    ["1970-01-01T00:00:01Z", 1000],
    ["1970-01-01T00:00:00.1234567Z", 123],
    ["1970-01-01T01:00:00+01:00", 0],
    ["1969-12-31T23:00:00.000-01:00", 0],
  ] as const) {
    const [{ b }] = (await read(`{"a":[{"b":"${text}"}]}`)).a;
    assert.ok(b instanceof Date);
    assert.equal(b.getTime(), milliseconds);
  }
  for (const text of [
    "2024-01-01",
    "2024-01-01T00:00:00",
    "2024-01-01t00:00:00z",
    "2024-01-01T00:00:00.12345678Z",
    "2024-01-01T00:00:00.Z",
    "2024-13-45T00:00:00Z",
    "x2024-01-01T00:00:00Z",
    "2024-01-01T00:00:00Zx",
  ]) {
    assert.deepEqual(await read(`["${text}"]`), [text]);
  }
});

test("keys that reach into prototypes are dropped", async () => {
  const text = '{"__proto__":{"x":1},"constructor":{"prototype":{}},"a":{"__proto__":1}}';
  const value = await read(text);
  assert.deepEqual(Object.getOwnPropertyNames(value), ["a"]);
  assert.deepEqual(Object.getOwnPropertyNames(value.a), []);
  assert.deepEqual(await read('{"constructor":"text"}'), { constructor: "text" });
});

test("an answer is data, a blob, or an error with body and status", async () => {
  const image = { headers: { "content-type": "image/png" } };
  assert.ok((await answered("x", image)).onSuccess?.data instanceof Blob);
  const { onError } = await answered('{"code":"X","status":1}', { status: 401, statusText: "No" });
  assert.deepEqual(onError?.error, { code: "X", status: 401, statusText: "No" });
  const html = await answered("<html>", { status: 502 }, { throw: true });
  assert.deepEqual(html.onError?.error, { status: 502, statusText: "" });
  const thrown = host.result(html);
  assert.ok(thrown instanceof Error);
  assert.equal(thrown.message, "502");
  assert.equal(thrown.cause, "<html>");
  const head = await answered(null, {}, { method: "HEAD" });
  assert.deepEqual(host.result(head), { data: "", error: null });
  for (const response of [null, undefined, "hi", {}]) {
    const exchange = await prepared("/ok");
    exchange.response = response;
    await assert.rejects(host.read(exchange));
  }
});

test("whatever host objects throw is a rejection or nothing", async () => {
  const hostile = new Proxy(function () {}, {
    get() {
      throw "no";
    },
    set() {
      throw "no";
    },
    ownKeys() {
      throw "no";
    },
  });
  assert.equal(host.get(hostile, "a"), undefined);
  assert.equal(host.ask(hostile, "a"), undefined);
  assert.deepEqual(host.keys(hostile), []);
  assert.equal(host.text(Object.create(null)), "");
  host.set(hostile, "a", 1);
  host.assign({}, hostile);
  host.publish(() => {
    throw "no";
  });
  await assert.rejects(prepared("/ok", hostile));
  await assert.rejects(host.invoke(hostile));
});

test("a hook gets a response of its own when it asks for a clone", async () => {
  const seen: string[] = [];
  const onResponse = async ({ response }: { response: Response }) =>
    void seen.push(await response.text());
  const options = { onResponse, hookOptions: { cloneResponse: true } };
  const exchange = await prepared("/ok", options, { fetchOptions: { onResponse } });
  exchange.response = new Response("1");
  await host.tell(exchange, "onResponse", "hooks");
  await host.read(exchange);
  assert.deepEqual(seen, ["1", "1"]);
  assert.equal(exchange.onSuccess?.data, 1);
});

test("a stream is sent as one, and a timeout aborts", async () => {
  const body = new ReadableStream();
  const exchange = await prepared("/ok", { method: "POST", body, timeout: 1 });
  const hanging = (_: URL, init: RequestInit & { duplex?: string }) =>
    new Promise((_resolve, reject) => {
      assert.equal(init.duplex, "half");
      init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
    });
  await assert.rejects(host.send(hanging, exchange), { name: "AbortError" });
});

/** Runs with these globals. */
async function withGlobals(globals: object, run: () => Promise<void>) {
  const before = Object.getOwnPropertyDescriptors(globalThis) as Record<string, PropertyDescriptor>;
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
  try {
    await run();
  } finally {
    for (const name of Object.keys(globals)) {
      if (before[name]) {
        Object.defineProperty(globalThis, name, before[name]);
      } else {
        delete (globalThis as Record<string, unknown>)[name];
      }
    }
  }
}

test("addresses are told apart by the scheme that a browser would read", () => {
  for (const url of ["JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)"]) {
    assert.equal(host.protocol(url), "javascript:");
  }
  assert.equal(host.protocol("/dashboard"), undefined);
});

test("other tabs hear what kind of change there was, and nobody hears himself", async () => {
  const stored: string[][] = [];
  const localStorage = { setItem: (...entry: string[]) => stored.push(entry) };
  await withGlobals({ localStorage }, async () => {
    const heard: any[] = [];
    const own: any[] = [];
    const other = host.watch((event: unknown) => heard.push(event), "a-channel", "a-key");
    const open = host.watch((event: unknown) => own.push(event), "a-channel", "a-key");
    host.post("signout", "a-channel", "a-key", open);
    for (const end = Date.now() + 5000; !heard.length && Date.now() < end;) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    open.stop();
    other.stop();
    const [{ type, hasChannel, content }] = heard;
    assert.deepEqual([type, hasChannel], ["message", true]);
    assert.deepEqual(Object.keys(content), ["event", "data", "clientId", "timestamp", "channel"]);
    assert.deepEqual(content.data, { trigger: "signout" });
    assert.deepEqual([content.event, content.channel], ["session", true]);
    assert.deepEqual(stored, [["a-key", JSON.stringify(content)]]);
    assert.deepEqual(own, []);
  });
});

test("a page is watched until it isn't", async () => {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: "hidden" });
  await withGlobals({ window, document, BroadcastChannel: undefined }, async () => {
    const heard: any[] = [];
    const watch = host.watch((event: unknown) => heard.push(event), "a-channel", "a-key");
    const storage = (key: string, newValue: string | null) =>
      window.dispatchEvent(Object.assign(new Event("storage"), { key, newValue }));
    const happen = () => {
      window.dispatchEvent(new Event("online"));
      document.dispatchEvent(new Event("visibilitychange"));
      storage("another-key", "{}");
      storage("a-key", '{"a":1}');
      storage("a-key", "no json");
    };
    happen();
    document.visibilityState = "visible";
    happen();
    watch.stop();
    happen();
    const messages = [{ a: 1 }, undefined].map((content) => ({ type: "storage", content }));
    const online = { type: "online", content: undefined };
    const visible = { type: "visibilitychange", content: undefined };
    const expected = [online, ...messages, online, visible, ...messages];
    assert.deepEqual(
      heard,
      expected.map(({ type, content }) => ({ type, hasChannel: false, content })),
    );
  });
});
