import type { Store } from "../core/store.js";

/** A store as Svelte wants it: `$session` reads it, and ends with the component. */
export function useStore<Value>(store: Store<Value>): Store<Value> {
  return store;
}
