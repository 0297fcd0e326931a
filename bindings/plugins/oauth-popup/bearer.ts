import type { RequestContext } from "../../core/fetch-types.js";
import type { PluginHooks } from "../client-plugin.js";
import { clearPopupToken, getStoredPopupToken, isEmbedded } from "./popup-token.js";

const ENDS_SESSION = /\/(sign-out|revoke-sessions?|revoke-other-sessions|delete-user)$/;

/**
 * Sends the token of a sign-in in a popup where the page is embedded, and forgets it once a
 * request has ended the session. The server needs its `bearer` plugin for this.
 */
export const popupBearerFetchPlugin: PluginHooks = {
  id: "better-auth-popup-bearer",
  name: "Popup Bearer",
  hooks: {
    onRequest(context: RequestContext) {
      const token = isEmbedded() && getStoredPopupToken();
      if (!token) {
        return context;
      }
      const headers = new Headers(context.headers);
      if (!headers.has("authorization")) {
        headers.set("authorization", `Bearer ${token}`);
      }
      return { ...context, headers };
    },
    onSuccess({ request }) {
      // The address may be relative, so it is not parsed.
      if (ENDS_SESSION.test(String(request.url).replace(/[?#].*/s, ""))) {
        clearPopupToken();
      }
    },
  },
};
