import { startRegistration, WebAuthnError } from "@simplewebauthn/browser";
import type { FetchOptions } from "../../core/fetch-types.js";
import type { PluginFetch, PluginStore } from "../client-plugin.js";
import { failed, run } from "./ceremony.js";
import { PASSKEY_ERROR_CODES } from "./error-codes.js";
import type {
  AddPasskeyOptions,
  AddPasskeyReply,
  CeremonyResult,
  RegistrationResponseJSON,
} from "./types.js";

/** Makes `passkey.addPasskey`. It never rejects because of the ceremony. */
export function createAdd($fetch: PluginFetch, $store: PluginStore) {
  return (
    options: AddPasskeyOptions = {},
    fetchOptions?: FetchOptions,
  ): Promise<CeremonyResult<AddPasskeyReply, RegistrationResponseJSON>> => {
    const { authenticatorAttachment, name, context, createSession, useAutoRegister } = options;
    return run<AddPasskeyReply, RegistrationResponseJSON>(
      $fetch,
      {
        begin: {
          path: "/passkey/generate-register-options",
          query: {
            ...(authenticatorAttachment && { authenticatorAttachment }),
            ...(name && { name }),
            ...(context && { context }),
          },
        },
        end: {
          path: "/passkey/verify-registration",
          body: { name, ...(createSession && { createSession }) },
        },
        perform: (optionsJSON) =>
          startRegistration({ optionsJSON, useAutoRegister: useAutoRegister ?? false }),
        explain,
      },
      options,
      fetchOptions,
      (data) => {
        if (data) {
          $store.notify("$listPasskeys");
        }
        if (data?.session) {
          $store.notify("$sessionSignal");
        }
      },
    );
  };
}

function explain(failure: unknown): CeremonyResult<never, never> {
  const { PREVIOUSLY_REGISTERED, REGISTRATION_CANCELLED, UNKNOWN_ERROR } = PASSKEY_ERROR_CODES;
  if (!(failure instanceof WebAuthnError)) {
    const message = failure instanceof Error ? failure.message : UNKNOWN_ERROR.message;
    return failed(UNKNOWN_ERROR.code, message, 500);
  }
  switch (failure.code) {
    case "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED":
      return failed(failure.code, PREVIOUSLY_REGISTERED.message);
    case "ERROR_CEREMONY_ABORTED":
      return failed(failure.code, REGISTRATION_CANCELLED.message);
    default:
      return failed(failure.code, failure.message);
  }
}
