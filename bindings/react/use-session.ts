import { useSyncExternalStore } from "react";
import type { Store } from "../core/store.js";

/** Shows a store in a component, and again whenever it changes. */
export function useStore<Value>(store: Store<Value>): Value {
  const read = () => store.value;
  return useSyncExternalStore(store.listen, read, serverSnapshot(store) ?? read);
}

// While a page hydrates it must show what the server showed, whatever is known by then.
function serverSnapshot<Value>(store: Store<Value>): (() => Value) | undefined {
  return (store as { getServerSnapshot?: () => Value }).getServerSnapshot;
}
