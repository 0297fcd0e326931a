import type { PluginFetch, PluginHooks, PluginStore } from "../client-plugin.js";
import { createOneTap } from "./one-tap.js";
import type { GoogleOneTapOptions } from "./options.js";

export type * from "../client-plugin.js";
export type * from "./options.js";

/**
 * Google's One Tap: `oneTap` shows its prompt or its button, and signs in with the answer. The
 * server needs its `one-tap` plugin.
 */
export function oneTapClient(options: GoogleOneTapOptions) {
  return {
    id: "one-tap" as const,
    $InferServerPlugin: {},
    fetchPlugins: [endSilentSignIn(options)],
    getActions: ($fetch: PluginFetch, $store: PluginStore) => ({
      /** Signs a user in with Google's prompt, or puts Google's button into the page. */
      oneTap: createOneTap(options, $fetch, $store),
    }),
  };
}

/** Without this a browser with FedCM could sign in again whoever has just signed out. */
function endSilentSignIn({ promptOptions }: GoogleOneTapOptions): PluginHooks {
  return {
    id: "fedcm-signout-handle",
    name: "FedCM Sign-Out Handler",
    hooks: {
      onResponse({ request }) {
        const applies = promptOptions?.fedCM !== false && String(request.url).includes("/sign-out");
        if (applies && typeof window !== "undefined" && "IdentityCredential" in window) {
          navigator.credentials.preventSilentAccess().catch(() => {});
        }
      },
    },
  };
}
