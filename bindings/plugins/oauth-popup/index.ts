import type { PluginContext, PluginFetch, PluginStore } from "../client-plugin.js";
import { popupBearerFetchPlugin } from "./bearer.js";
import { OAUTH_POPUP_ERROR_CODES } from "./error-codes.js";
import { createSignInPopup } from "./sign-in-popup.js";

export type * from "../client-plugin.js";
export type * from "../error-codes.js";
export { popupBearerFetchPlugin } from "./bearer.js";
export { OAUTH_POPUP_ERROR_CODES } from "./error-codes.js";
export { getStoredPopupToken, POPUP_TOKEN_STORAGE_KEY } from "./popup-token.js";
export * from "./sign-in-popup.js";

/**
 * Sign-in at a provider in a popup, so that the page stays where it is: `signIn.popup`. The server
 * needs its `oauth-popup` plugin and, for pages embedded in those of others, `bearer`.
 */
export function oauthPopupClient() {
  return {
    id: "oauth-popup" as const,
    $InferServerPlugin: {},
    $ERROR_CODES: OAUTH_POPUP_ERROR_CODES,
    fetchPlugins: [popupBearerFetchPlugin],
    getActions: ($fetch: PluginFetch, $store: PluginStore, options?: PluginContext) => ({
      signIn: {
        /** Signs a user in with an account at a provider. Call it while handling a click. */
        popup: createSignInPopup({
          $fetch,
          options,
          notifySessionSignal: () => $store.notify("$sessionSignal"),
        }),
      },
    }),
  };
}
