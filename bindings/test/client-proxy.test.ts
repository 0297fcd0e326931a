import assert from "node:assert/strict";
import { test } from "node:test";
import { createClientProxy, type RouteTable } from "../core/client-proxy.js";
import { merge } from "../core/merge.js";
import { createStore } from "../core/store.js";

function proxyOf(routes: RouteTable) {
  const calls: [string[], unknown[]][] = [];
  const proxy: any = createClientProxy(routes, async (path, args) => calls.push([path, args]));
  return { proxy, calls };
}

test("every property is a path and every path can be called", async () => {
  const { proxy, calls } = proxyOf({});
  await proxy.signIn.email({ email: "a@b.c" }, { throw: true });
  assert.deepEqual(calls, [
    [
      ["signIn", "email"],
      [{ email: "a@b.c" }, { throw: true }],
    ],
  ]);
});

test("awaiting a client or a path sends nothing", async () => {
  const { proxy, calls } = proxyOf({});
  assert.equal(proxy.then, undefined);
  assert.equal(proxy.signIn.catch, undefined);
  assert.equal(proxy.signIn.email.finally, undefined);
  await proxy;
  await proxy.signIn;
  assert.deepEqual(calls, []);
});

test("symbols are no paths", () => {
  const { proxy } = proxyOf({});
  assert.equal(proxy[Symbol.iterator], undefined);
  assert.equal(`${proxy}`, "[object Function]");
});

test("functions of the route table come first, at any depth, beside paths of the server", async () => {
  const popup = () => "opened";
  const { proxy, calls } = proxyOf({ signIn: { popup } });
  assert.equal(proxy.signIn.popup, popup);
  await proxy.signIn.email();
  assert.deepEqual(calls, [[["signIn", "email"], []]]);
});

test("stores are handed out themselves", () => {
  const session = createStore(1);
  const { proxy } = proxyOf({ $store: { atoms: { session } } });
  assert.equal(proxy.$store.atoms.session, session);
});

test("other values of the route table are paths", () => {
  const { proxy } = proxyOf({ $Infer: { Session: {} } });
  assert.equal(typeof proxy.$Infer.Session, "function");
});

test("members work without their object", async () => {
  const { proxy, calls } = proxyOf({});
  const { signIn, signOut } = proxy;
  const { email } = signIn;
  await email({});
  await signOut();
  assert.deepEqual(
    calls.map(([path]) => path),
    [["signIn", "email"], ["signOut"]],
  );
});

test("groups of two plugins are joined, the later one wins, and nothing is taken away", () => {
  const first = { signIn: { a: () => 1, both: () => 1 }, kept: () => 1 };
  const second = { signIn: { b: () => 2, both: () => 2 }, kept: undefined };
  const merged: any = merge(first, second);
  assert.deepEqual(
    [merged.signIn.a(), merged.signIn.b(), merged.signIn.both(), merged.kept()],
    [1, 2, 2, 1],
  );
});
