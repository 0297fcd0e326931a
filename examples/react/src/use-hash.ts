import { useSyncExternalStore } from "react";

/** What stands behind `#` in the address, with it: which page is shown. */
export function useHash() {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}

function subscribe(listener: () => void) {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
