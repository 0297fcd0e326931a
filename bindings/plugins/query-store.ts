import { onServer } from "../core/session-store.js";
import { createStore, type Store } from "../core/store.js";
import type { PluginFetch } from "./client-plugin.js";

/** As nanostores does it: a component that comes back at once finds what it left. */
const UNMOUNT_DELAY = 1000;

/** What a question to the server has given so far. */
export interface QueryState<Data> {
  /** The answer; `null` while there is none, and when nobody is signed in. */
  data: Data | null;
  /** Why the last request failed; `data` may still hold what the one before has found. */
  error: any;
  /** Whether there is no answer yet. */
  isPending: boolean;
  /** Whether a request is on its way. */
  isRefetching: boolean;
  /** Asks the server now. Never fails: see `error`. */
  refetch(options?: { query?: object }): Promise<void>;
}

/**
 * Makes a store of what the server answers at a path: asked for once somebody looks, and again
 * whenever `signal` changes. Of several requests at once the last one counts.
 */
export function createQueryStore<Data>(
  signal: Store<unknown>,
  path: string,
  $fetch: PluginFetch,
): Store<QueryState<Data>> {
  let asked = 0;
  let starting: ReturnType<typeof setTimeout> | undefined;
  let ending: ReturnType<typeof setTimeout> | undefined;
  let stop: (() => void) | undefined;

  const store = createStore<QueryState<Data>>(
    { data: null, error: null, isPending: true, isRefetching: false, refetch },
    { standsStill: onServer, mount, unmount },
  );
  return store;

  function mount(): void {
    clearTimeout(ending);
    if (!stop) {
      starting = setTimeout(refetch, 0);
      stop = signal.listen(() => {
        clearTimeout(starting);
        void refetch();
      });
    }
  }

  function unmount(): void {
    ending = setTimeout(() => {
      clearTimeout(starting);
      stop?.();
      stop = undefined;
    }, UNMOUNT_DELAY);
  }

  async function refetch(options?: { query?: object }): Promise<void> {
    const turn = ++asked;
    show({ error: null, isPending: store.value.data === null, isRefetching: true });
    const answer = await $fetch(path, { method: "GET", throw: false, query: options?.query }).catch(
      (error) => ({ data: store.value.data, error }),
    );
    if (turn === asked) {
      const { data, error } = answer;
      const shown = error && error.status !== 401 ? store.value.data : data;
      show({ data: same(store.value.data, shown), error, isPending: false, isRefetching: false });
    }
  }

  function show(change: Partial<QueryState<Data>>): void {
    store.set({ ...store.value, ...change });
  }
}

/** The value before where nothing has changed, so that nothing is rendered again for it. */
function same<Data>(before: Data, after: Data): Data {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}
