import type { FetchOptions } from "../../core/fetch-types.js";
import type { PluginFetch } from "../client-plugin.js";
import type { CeremonyOptions, CeremonyResult } from "./types.js";

/** One of the two ceremonies of WebAuthn, between the server and the browser. */
export interface Ceremony<Response> {
  /** Where the server gives the options, and what they are to be. */
  begin: { path: string; query?: object };
  /** Where it checks the response, and what it is told beside. */
  end: { path: string; body?: object };
  /** Asks the browser. */
  perform(optionsJSON: any): Promise<Response>;
  /** What the failure of the browser is called. */
  explain(failure: unknown): CeremonyResult<never, never>;
}

/** What both have in common: the result of the extensions stays in the browser. */
interface AnyResponse {
  clientExtensionResults: AuthenticationExtensionsClientOutputs;
}

/** Runs a ceremony. `told` is called once the server has looked at the response. */
export async function run<Data, Response extends AnyResponse>(
  $fetch: PluginFetch,
  ceremony: Ceremony<Response>,
  options: CeremonyOptions,
  fetchOptions: FetchOptions | undefined,
  told: (data: Data | null) => void,
): Promise<CeremonyResult<Data, Response>> {
  const { path, query } = ceremony.begin;
  const begun = await $fetch(path, { method: "GET", query, throw: false });
  if (!begun.data) {
    return begun;
  }
  try {
    const response = await ceremony.perform(extended(begun.data, options.extensions));
    const { clientExtensionResults, ...sent } = response;
    const result = await $fetch(ceremony.end.path, {
      ...options.fetchOptions,
      ...fetchOptions,
      body: { response: sent, ...ceremony.end.body },
      method: "POST",
      throw: false,
    });
    told(result.data);
    return options.returnWebAuthnResponse
      ? { ...result, webauthn: { response, clientExtensionResults } }
      : result;
  } catch (failure) {
    return ceremony.explain(failure);
  }
}

function extended(options: any, extensions: object | undefined): object {
  return options.extensions || extensions
    ? { ...options, extensions: { ...options.extensions, ...extensions } }
    : options;
}

/** A failure in the form of a refusal by the server. */
export function failed(
  code: string,
  message: string,
  status: 400 | 500 = 400,
): CeremonyResult<never, never> {
  const statusText = status === 400 ? "BAD_REQUEST" : "INTERNAL_SERVER_ERROR";
  return { data: null, error: { code, message, status, statusText } };
}
