import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../core/store.js";
import { createQueryStore, type QueryState } from "../plugins/query-store.js";
import { inPage, settled } from "./page.js";

test("the server is asked once somebody looks, and again after a signal", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  return inPage(async () => {
    const { store, signal, asked, answer } = question();
    assert.equal(asked.length, 0);
    const states: QueryState<unknown>[] = [];
    const stop = store.listen((state) => states.push(state));
    context.mock.timers.tick(0);
    assert.deepEqual(asked, [["/list", { method: "GET", throw: false, query: undefined }]]);
    await answer(0, { data: [1], error: null });
    signal.set(true);
    await answer(1, { data: [1, 2], error: null });
    assert.deepEqual(
      states.map(({ data, isPending, isRefetching }) => [data, isPending, isRefetching]),
      [
        [null, true, true],
        [[1], false, false],
        [[1], false, true],
        [[1, 2], false, false],
      ],
    );
    stop();
    context.mock.timers.tick(1000);
    signal.set(false);
    assert.equal(asked.length, 2, "nobody looks any more");
  });
});

test("a component that comes back at once finds what it left", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  return inPage(async () => {
    const { store, asked, answer } = question();
    store.listen(() => {})();
    const stop = store.listen(() => {});
    context.mock.timers.tick(0);
    await answer(0, { data: [1], error: null });
    stop();
    store.listen(() => {})();
    context.mock.timers.tick(999);
    store.listen(() => {});
    context.mock.timers.tick(0);
    assert.equal(asked.length, 1);
  });
});

test("an answer that says the same is the same", () =>
  inPage(async () => {
    const { store, answer } = question();
    const at = () => ({ data: [{ createdAt: new Date(0) }], error: null });
    void store.value.refetch();
    await answer(0, at());
    const before = store.value.data;
    void store.value.refetch();
    await answer(1, at());
    assert.equal(store.value.data, before);
  }));

test("of several requests the last one counts, in whatever order they are answered", () =>
  inPage(async () => {
    const { store, answer } = question();
    void store.value.refetch();
    void store.value.refetch();
    await answer(1, { data: ["new"], error: null });
    await answer(0, { data: ["old"], error: null });
    assert.deepEqual(store.value.data, ["new"]);
    assert.equal(store.value.isRefetching, false);
  }));

test("a failure keeps what is known, but not of somebody who is signed out", () =>
  inPage(async () => {
    const { store, asked, answer } = question();
    void store.value.refetch({ query: { page: 2 } });
    assert.deepEqual((asked[0]?.[1] as any).query, { page: 2 });
    await answer(0, { data: [1], error: null });
    void store.value.refetch();
    await answer(1, { data: null, error: { status: 500 } });
    assert.deepEqual([store.value.data, store.value.error], [[1], { status: 500 }]);
    const lost = new TypeError("network");
    void store.value.refetch();
    assert.equal(store.value.error, null);
    await answer(2, Promise.reject(lost));
    assert.deepEqual([store.value.data, store.value.error], [[1], lost]);
    void store.value.refetch();
    await answer(3, { data: null, error: { status: 401 } });
    assert.deepEqual([store.value.data, store.value.isPending], [null, false]);
  }));

test("a server asks for nothing", async () => {
  const { store, asked } = question();
  store.listen(() => {});
  await settled();
  assert.equal(asked.length, 0);
  assert.equal(store.value.isPending, true);
});

function question() {
  const signal = createStore<unknown>(false);
  const asked: [string, unknown][] = [];
  const waiting: ((answer: unknown) => void)[] = [];
  const store = createQueryStore<unknown>(signal, "/list", (path, options) => {
    asked.push([path, options]);
    return new Promise((resolve) => waiting.push(resolve));
  });
  async function answer(which: number, given: unknown): Promise<void> {
    waiting[which]?.(given);
    await settled();
  }
  return { store, signal, asked, answer };
}
