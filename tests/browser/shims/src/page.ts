// What the pages have in common: the same words for the same state, and what the tests look at.

import type { AuthClient, SessionState } from "signet-auth/client";

declare global {
  interface Window {
    /** What the session looked like, in the order in which it was shown. */
    shown: string[];
    client: AuthClient<any>;
  }
}

window.shown = [];

/** The state as a word. Notes each change. */
export function word({ data, error, isPending }: SessionState): string {
  const shown = isPending ? "pending" : (data?.user.name ?? (error ? error.message : "nobody"));
  if (window.shown.at(-1) !== shown) {
    window.shown.push(shown);
  }
  return shown;
}

/** Hands the client to the tests, which use it as a page's own script would. */
export function expose(client: unknown): void {
  window.client = client as Window["client"];
}
