import { baseURL } from "../../core/base-url.js";
import type { SocialProviderId } from "../../generated/social-providers.js";
import type { PluginContext, PluginFetch } from "../client-plugin.js";
import { OAUTH_POPUP_ERROR_CODES } from "./error-codes.js";
import { clearPopupToken, isEmbedded, storePopupToken } from "./popup-token.js";
import { centred, outcomeOf } from "./popup-window.js";

/** What `signIn.popup` takes: one of `provider` and `providerId` must be there. */
export interface SignInPopupOptions {
  /** The provider, such as `google`. */
  provider?: SocialProviderId | undefined;
  /** Another name for the same; `provider` counts where both are given. */
  providerId?: string | undefined;
  /** Where a sign-in by redirect would go; must be trusted. The page itself stays where it is. */
  callbackURL?: string | undefined;
  /** The same for a failure. */
  errorCallbackURL?: string | undefined;
  /** The same for a new user. */
  newUserCallbackURL?: string | undefined;
  /** Whether a user may be created where that has to be asked for. */
  requestSignUp?: boolean | undefined;
  /** What to ask the user for beside what the server asks for. */
  scopes?: string[] | undefined;
  /** Kept until the user comes back. */
  additionalData?: Record<string, unknown> | undefined;
  /** For `window.open`. Default: 500 by 600 pixels in the middle of the window. */
  windowFeatures?: string | undefined;
  /** How many milliseconds to wait for the user. Default: five minutes. */
  timeoutMs?: number | undefined;
}

/** How it went. */
export interface SignInPopupResult {
  data: { success: boolean } | null;
  /** A code of {@link OAUTH_POPUP_ERROR_CODES}, or of the server where the flow has failed there. */
  error: { code: string; message: string; status?: number } | null;
}

/** What `signIn.popup` needs of its client. */
export interface SignInPopupDependencies {
  $fetch: PluginFetch;
  /** The options that the client was made with. */
  options?: PluginContext | undefined;
  /** Has the session asked for again. */
  notifySessionSignal(): void;
}

// One for the page: a second one would take over the first one's window, which has a fixed name.
let openPopup: Window | undefined;

/** Makes `signIn.popup`. It never rejects because of the flow. */
export function createSignInPopup(dependencies: SignInPopupDependencies) {
  return async (options: SignInPopupOptions): Promise<SignInPopupResult> => {
    const { provider = options.providerId, windowFeatures, timeoutMs = 300_000 } = options;
    if (typeof window === "undefined" || !provider) {
      return failed("POPUP_SIGN_IN_FAILED");
    }
    if (openPopup && !openPopup.closed) {
      openPopup.focus();
      return failed("POPUP_SIGN_IN_FAILED");
    }
    const nonce = randomNonce();
    const address = startAddress(dependencies.options, provider, nonce, options);
    // Before anything is awaited: browsers open windows only while they handle a click.
    const popup = window.open(address, "better-auth-oauth", windowFeatures ?? centred());
    if (!popup) {
      return failed("POPUP_BLOCKED");
    }
    openPopup = popup;
    const outcome = await outcomeOf(popup, { origin: address.origin, nonce, timeout: timeoutMs });
    openPopup = undefined;
    return "token" in outcome
      ? signedIn(outcome.token, dependencies)
      : "error" in outcome
        ? refused(outcome.error)
        : failed(outcome.failure);
  };
}

function startAddress(
  context: PluginContext | undefined,
  provider: string,
  popupNonce: string,
  options: SignInPopupOptions,
): URL {
  const { origin } = window.location;
  const { baseURL: server, basePath } = context ?? {};
  const base = new URL(baseURL({ baseURL: server, basePath }, true), origin);
  const address = new URL(`${base.href.replace(/\/$/, "")}/oauth-popup/start`);
  const { callbackURL, errorCallbackURL, newUserCallbackURL, additionalData } = options;
  const parameters = {
    provider,
    popupOrigin: origin,
    popupNonce,
    callbackURL,
    errorCallbackURL,
    newUserCallbackURL,
    scopes: options.scopes?.join(","),
    requestSignUp: options.requestSignUp && "true",
    additionalData: additionalData && JSON.stringify(additionalData),
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value) {
      address.searchParams.set(name, value);
    }
  }
  return address;
}

async function signedIn(
  token: string,
  { $fetch, notifySessionSignal }: SignInPopupDependencies,
): Promise<SignInPopupResult> {
  if (isEmbedded()) {
    storePopupToken(token);
  } else {
    clearPopupToken();
  }
  // A client that throws would give the bare session.
  const session = await $fetch("/get-session", { throw: false });
  if (session.error || !session.data) {
    return failed("POPUP_SIGN_IN_FAILED", session.error?.status);
  }
  notifySessionSignal();
  return { data: { success: true }, error: null };
}

function refused({ code, description }: { code: string; description?: string }): SignInPopupResult {
  return { data: null, error: { code, message: description || code } };
}

function failed(code: keyof typeof OAUTH_POPUP_ERROR_CODES, status?: number): SignInPopupResult {
  const { message } = OAUTH_POPUP_ERROR_CODES[code];
  return { data: null, error: { code, message, ...(status && { status }) } };
}

function randomNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
