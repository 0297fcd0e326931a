import type { Store } from "../core/store.js";

/** Without a framework the store itself is what one uses: `get`, `subscribe`, `listen`. */
export function useStore<Value>(store: Store<Value>): Store<Value> {
  return store;
}
