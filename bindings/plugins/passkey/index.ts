import { createStore } from "../../core/store.js";
import type { ServerPlugin } from "../../core/types.js";
import type { PluginFetch, PluginStore } from "../client-plugin.js";
import { createQueryStore } from "../query-store.js";
import { createAdd } from "./add.js";
import { PASSKEY_ERROR_CODES } from "./error-codes.js";
import { createSignIn } from "./sign-in.js";
import type { Passkey, PasskeyCalls } from "./types.js";

export type * from "../client-plugin.js";
export type * from "../error-codes.js";
export type * from "../query-store.js";
export type { Store, WritableStore } from "../../core/store.js";
export type * from "./types.js";
export { PASSKEY_ERROR_CODES } from "./error-codes.js";

/** After these the list is another one. */
const CHANGES_LIST = /^\/(passkey\/(verify-registration|delete-passkey|update-passkey)|sign-out)$/;

/**
 * Passkeys: `signIn.passkey`, `passkey.addPasskey` and what belongs to them, and `useListPasskeys`,
 * which is up to date. The server needs its `passkey` plugin.
 */
export function passkeyClient() {
  const $listPasskeys = createStore<unknown>(false);
  return {
    id: "passkey" as const,
    $InferServerPlugin: {} as ServerPlugin<PasskeyCalls>,
    $ERROR_CODES: PASSKEY_ERROR_CODES,
    getActions: ($fetch: PluginFetch, $store: PluginStore) => ({
      signIn: {
        /** Signs in with a passkey. A ceremony that is still waiting ends. */
        passkey: createSignIn($fetch, $store),
      },
      passkey: {
        /** Makes a passkey for the user who is signed in. */
        addPasskey: createAdd($fetch, $store),
      },
    }),
    getAtoms: ($fetch: PluginFetch) => ({
      listPasskeys: createQueryStore<Passkey[]>(
        $listPasskeys,
        "/passkey/list-user-passkeys",
        $fetch,
      ),
      $listPasskeys,
    }),
    atomListeners: [
      { matcher: (path: string) => CHANGES_LIST.test(path), signal: "$listPasskeys" },
      {
        matcher: (path: string) => path === "/passkey/verify-authentication",
        signal: "$sessionSignal",
      },
    ],
  };
}
