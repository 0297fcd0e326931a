import { useSyncExternalStore } from "react";

let methods: string[] | null = null;
const listeners = new Set<() => void>();

/** Notes that a sign-in needs a second step, and what it can be taken with. */
export function askForSecondStep(possible: string[]) {
  set(possible);
}

/** Forgets the sign-in that waits. */
export function forgetSecondStep() {
  set(null);
}

/** What the second step can be taken with; `null` where none is needed. */
export function useSecondStep() {
  return useSyncExternalStore(subscribe, () => methods);
}

function set(next: string[] | null) {
  methods = next;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
