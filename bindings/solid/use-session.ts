import { type Accessor, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Store } from "../core/store.js";

/** Shows a store; what reads one member of it runs again only when that member changes. */
export function useStore<Value>(store: Store<Value>): Accessor<Value> {
  const [state, setState] = createStore({ value: store.value });
  onCleanup(
    store.subscribe((value) => {
      setState("value", reconcile(value));
    }),
  );
  return () => state.value;
}
