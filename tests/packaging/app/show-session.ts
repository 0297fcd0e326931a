import type { AuthClient } from "signet-auth/client";

/** Writes each state of the session that differs from the one before into the page. */
export function showSession({ useSession }: AuthClient<object>): void {
  let shown: string | undefined;
  useSession.subscribe(({ data, error, isPending }) => {
    const state = isPending ? "pending" : error ? String(error) : (data?.user.name ?? "nobody");
    if (state !== shown) {
      shown = state;
      document.body.append(Object.assign(document.createElement("p"), { textContent: state }));
    }
  });
}
