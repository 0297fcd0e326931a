import { startAuthentication, WebAuthnError } from "@simplewebauthn/browser";
import type { FetchOptions } from "../../core/fetch-types.js";
import type { PluginFetch, PluginStore } from "../client-plugin.js";
import { failed, run } from "./ceremony.js";
import { PASSKEY_ERROR_CODES } from "./error-codes.js";
import type {
  AuthenticationResponseJSON,
  CeremonyResult,
  SignInPasskeyOptions,
  SignInPasskeyReply,
} from "./types.js";

/** Makes `signIn.passkey`. It never rejects because of the ceremony. */
export function createSignIn($fetch: PluginFetch, $store: PluginStore) {
  return (
    options: SignInPasskeyOptions = {},
    fetchOptions?: FetchOptions,
  ): Promise<CeremonyResult<SignInPasskeyReply, AuthenticationResponseJSON>> =>
    run<SignInPasskeyReply, AuthenticationResponseJSON>(
      $fetch,
      {
        begin: { path: "/passkey/generate-authenticate-options" },
        end: { path: "/passkey/verify-authentication" },
        perform: (optionsJSON) =>
          startAuthentication({ optionsJSON, useBrowserAutofill: options.autoFill ?? false }),
        explain: (failure) =>
          failed(
            failure instanceof WebAuthnError ? failure.code : "AUTH_CANCELLED",
            PASSKEY_ERROR_CODES.AUTH_CANCELLED.message,
          ),
      },
      options,
      fetchOptions,
      () => {
        $store.notify("$listPasskeys");
        $store.notify("$sessionSignal");
      },
    );
}
