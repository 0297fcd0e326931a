import { load } from "#loader";
import type { PublishedState } from "./session-store.js";
import type { AuthClientOptions, SessionAndUser } from "./types.js";

/** The compiled client: decides methods and arguments, sends requests, owns the session. */
export interface CompiledClient {
  /** `client.signIn.email(a, b)` is `call(["signIn", "email"], [a, b])`. */
  call(path: string[], args: unknown[]): Promise<unknown>;
  fetch(path: string, options?: object): Promise<unknown>;
  /** Somebody watches the session. */
  mount(): void;
  /** Nobody watches it any more. */
  unmount(): void;
  refetch(options?: object): Promise<void>;
  hydrate(session: SessionAndUser | null): void;
  /** Something outside has changed the session. */
  notify(): void;
}

/** Its class. `publish` is called after each change of the session's state. */
export type CompiledClientClass = new (
  options: AuthClientOptions & { baseURL: string },
  publish: (state: PublishedState) => void,
) => CompiledClient;

let slot: CompiledClientClass | Promise<CompiledClientClass> | undefined;

/** The class, at once where it can be had at once. Loads it the first time. */
export function compiledClientClass(): CompiledClientClass | Promise<CompiledClientClass> {
  if (!slot) {
    const loading = load();
    slot = loading;
    if (isPromise(loading)) {
      loading.then(
        (loaded) => (slot = loaded),
        // The next one who asks tries again.
        () => (slot = undefined),
      );
    }
  }
  return slot;
}

/** Whether `value` has yet to come. */
export function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return value instanceof Promise;
}
