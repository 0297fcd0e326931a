import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { PublishedState } from "../core/session-store.js";
import { createStore } from "../core/store.js";
import type { AtomListener, SessionState } from "../core/types.js";
import { createAuthClient } from "../vanilla/index.js";
import { arrival, delivery, FakeClient } from "./fake-loader.js";
import { inPage, settled } from "./page.js";

const anonymous: PublishedState = {
  data: null,
  error: null,
  isPending: false,
  isRefetching: false,
};
const someone = { session: { id: "s" }, user: { id: "u" } } as unknown as NonNullable<
  SessionState["data"]
>;

// The class is loaded once per program, so the tests about its arrival come first.
test("calls made before the compiled client arrives wait for it and keep their order", () =>
  inPage(async () => {
    const { promise, arrive } = delivery();
    arrival.next = promise;
    const client = createAuthClient();
    const seen: SessionState[] = [];
    client.useSession.listen((state) => seen.push(state));
    const calls = [client.signOut(), client.getSession()];
    await settled();
    assert.equal(FakeClient.all.length, 0);
    assert.equal(client.useSession.get().isPending, true);

    arrive();
    await Promise.all(calls);
    const paths = last()
      .told.filter(([what]) => what === "call")
      .map(([, path]) => path);
    assert.deepEqual(paths, [["signOut"], ["getSession"]]);
    assert.deepEqual(last().told[0], ["mount"]);
    last().publish(anonymous);
    assert.equal(seen.at(-1)?.isPending, false);
  }));

beforeEach(() => {
  FakeClient.all.length = 0;
});

afterEach(() => {
  arrival.next = undefined;
});

test("a page starts to load with its first client, a server with its first call", async () => {
  const client = createAuthClient({ baseURL: "https://a.example" });
  await settled();
  assert.equal(FakeClient.all.length, 0);
  const { data, error } = await client.signIn.email({ email: "a@b.c", password: "password" });
  assert.deepEqual([data, error], ["signIn.email", null]);
  assert.equal(FakeClient.all.length, 1);

  await inPage(() => {
    createAuthClient();
    assert.equal(FakeClient.all.length, 2);
    assert.equal(last().options.baseURL, "https://app.example/api/auth");
  });
});

test("a snapshot stays the same object until the state changes", () =>
  inPage(() => {
    const { useSession } = createAuthClient();
    const pending = useSession.get();
    assert.equal(useSession.get(), pending);
    assert.deepEqual(
      { ...pending, refetch: undefined },
      {
        ...anonymous,
        isPending: true,
        refetch: undefined,
      },
    );
    last().publish(anonymous);
    const known = useSession.get();
    assert.notEqual(known, pending);
    assert.equal(known.refetch, pending.refetch);
    assert.equal(useSession.get(), known);
  }));

test("the first listener mounts and the last one unmounts", () =>
  inPage(() => {
    const { useSession } = createAuthClient();
    const stops = [useSession.listen(() => {}), useSession.listen(() => {})];
    assert.deepEqual(last().told, [["mount"]]);
    stops[0]!();
    stops[0]!();
    assert.deepEqual(last().told, [["mount"]]);
    stops[1]!();
    assert.deepEqual(last().told, [["mount"], ["unmount"]]);
  }));

test("subscribe calls back at once, listen only after a change", () =>
  inPage(() => {
    const { useSession } = createAuthClient();
    const calls: string[] = [];
    useSession.subscribe(() => calls.push("subscribed"));
    useSession.listen(() => calls.push("listening"));
    assert.deepEqual(calls, ["subscribed"]);
    last().publish(anonymous);
    assert.deepEqual(calls, ["subscribed", "subscribed", "listening"]);
  }));

test("a listener that publishes again leaves nobody with the older state", () =>
  inPage(() => {
    const { useSession } = createAuthClient();
    const seen: boolean[] = [];
    useSession.listen((state) => {
      if (!state.isRefetching) {
        last().publish({ ...anonymous, isRefetching: true });
      }
    });
    useSession.listen((state) => seen.push(state.isRefetching));
    last().publish(anonymous);
    assert.deepEqual(seen, [true]);
  }));

test("a listener may end another one and itself", () =>
  inPage(() => {
    const { useSession } = createAuthClient();
    const seen: string[] = [];
    const stopFirst = useSession.listen(() => {
      seen.push("first");
      stopFirst();
      stopSecond();
    });
    const stopSecond = useSession.listen(() => seen.push("second"));
    last().publish(anonymous);
    last().publish({ ...anonymous });
    assert.deepEqual(seen, ["first"]);
  }));

test("a listener's failure keeps the news from nobody", (context) =>
  inPage(async () => {
    const { useSession } = createAuthClient();
    const thrown: unknown[] = [];
    context.mock.method(globalThis, "queueMicrotask", (run: () => void) => {
      assert.throws(run, (error) => thrown.push(error) > 0);
    });
    let told = false;
    useSession.listen(() => {
      throw new Error("mine");
    });
    useSession.listen(() => (told = true));
    last().publish(anonymous);
    assert.equal(told, true);
    assert.equal(thrown.length, 1);
  }));

test("a session that is known from the start is there at once", () =>
  inPage(() => {
    const { useSession } = createAuthClient({ initialSession: someone });
    assert.equal(useSession.value.data, someone);
    assert.equal(useSession.value.isPending, false);
    assert.equal(last().options.initialSession, someone);
  }));

test("nobody is something that can be known from the start, too", () =>
  inPage(() => {
    const { useSession } = createAuthClient({ initialSession: null });
    assert.equal(useSession.value.isPending, false);
  }));

test("the store of a server stands still, whatever its calls find out", async () => {
  const client = createAuthClient({ baseURL: "https://a.example" });
  const seen: SessionState[] = [];
  client.useSession.listen((state) => seen.push(state));
  await client.getSession();
  last().publish({ ...anonymous, data: someone });
  client.hydrateSession(someone);
  assert.equal(client.useSession.get().data, null);
  assert.equal(client.useSession.get().isPending, true);
  assert.deepEqual(seen, []);
  assert.deepEqual(
    last().told.map(([what]) => what),
    ["call"],
  );
});

test("$store.notify asks for the session again, and a name that is not there is an error", () =>
  inPage(() => {
    const { $store } = createAuthClient();
    const signals: unknown[] = [];
    $store.listen("$sessionSignal", (value) => signals.push(value));
    $store.notify("$sessionSignal");
    assert.deepEqual(signals, [false, true]);
    assert.deepEqual(last().told, [["notify"]]);
    assert.throws(() => $store.notify("typo"), TypeError);
  }));

test("$fetch goes to the compiled client as it is", () =>
  inPage(async () => {
    const { $fetch } = createAuthClient();
    await $fetch("/x", { method: "POST", body: { a: 1 } });
    assert.deepEqual(last().told, [["fetch", "/x", { method: "POST", body: { a: 1 } }]]);
  }));

test("a plugin of Better Auth adds its actions and a hook for each of its stores", () =>
  inPage(async () => {
    const client = createAuthClient({
      plugins: [
        {
          id: "greeting",
          getActions: ($fetch: (path: string) => Promise<unknown>) => ({
            greeting: { say: () => $fetch("/greeting") },
          }),
          getAtoms: () => ({ greetings: { get: () => 3, lc: 0 } }),
        },
      ],
    });
    assert.deepEqual(await client.greeting.say(), { data: "/greeting", error: null });
    const { useGreetings } = client as unknown as { useGreetings: { get(): number } };
    assert.equal(useGreetings.get(), 3);
  }));

test("a plugin's own signals turn after the calls that it listens to", (context) =>
  inPage(async () => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const called: string[] = [];
    const signal = createStore<unknown>(undefined);
    const listen = (paths: string[], name: string) => ({
      matcher: (path: string) => paths.includes(path),
      signal: name,
      callback: (path: string) => called.push(`${name} ${path}`),
    });
    createAuthClient({
      plugins: [
        {
          id: "keys",
          getAtoms: () => ({ $keys: signal }),
          atomListeners: [
            listen(["/keys/delete"], "$nothing"),
            listen(["/keys/delete", "/sign-out"], "$keys"),
            listen(["/keys/delete"], "$keys"),
            listen(["/keys/verify"], "$sessionSignal"),
          ],
        },
      ],
    });
    const plugins = last().options.plugins as { atomListeners: AtomListener[] }[];
    const joined = plugins.at(-1)!.atomListeners[0]!;
    assert.equal(joined.signal, "$sessionSignal");
    for (const [path, expected] of [
      ["/keys/delete", true],
      ["/keys/list", true],
      ["/sign-out", false],
      ["/keys/verify", false],
    ] as const) {
      assert.equal(joined.matcher(path), false, "the session has not changed");
      context.mock.timers.tick(10);
      assert.equal(signal.value, expected);
    }
    assert.deepEqual(called, ["$keys /keys/delete", "$keys /keys/delete", "$keys /sign-out"]);
  }));

function last(): FakeClient {
  const client = FakeClient.all.at(-1);
  assert.ok(client, "the compiled client has been made");
  return client;
}
