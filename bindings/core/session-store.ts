import { createStore, type Lifecycle, type Store } from "./store.js";
import type { SessionAndUser, SessionState } from "./types.js";

/** A state as the compiled client publishes it. */
export type PublishedState = Omit<SessionState, "refetch">;

/** The session as frameworks read it: one object for each state, the same until it changes. */
export interface SessionStore extends Store<SessionState> {
  /** What a server renders, and a browser while it hydrates; never changes. */
  getServerSnapshot(): SessionState;
  /** Takes a state from the compiled client. */
  publish(state: PublishedState): void;
}

/**
 * Makes the session store.
 *
 * On a server its value stands still: one client serves many users there, and what one of them
 * asks for must not show up in another one's page.
 *
 * @param initial What is known already: `null` is "nobody", `undefined` "not known yet".
 */
export function createSessionStore(
  initial: SessionAndUser | null | undefined,
  refetch: SessionState["refetch"],
  lifecycle: Omit<Lifecycle, "standsStill">,
): SessionStore {
  const serverSnapshot: SessionState = Object.freeze({
    data: initial ?? null,
    error: null,
    isPending: initial === undefined,
    isRefetching: false,
    refetch,
  });
  const store = createStore(serverSnapshot, { ...lifecycle, standsStill: onServer });
  return Object.assign(store, {
    getServerSnapshot: () => serverSnapshot,
    publish(state: PublishedState) {
      if (!onServer()) {
        store.set({ ...state, refetch });
      }
    },
  });
}

/** Whether there is no page to show a session in. */
export function onServer(): boolean {
  return typeof window === "undefined";
}
