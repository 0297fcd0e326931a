import type { FetchOptions } from "../../core/fetch-types.js";
import type { PluginFetch, PluginStore } from "../client-plugin.js";
import { navigate } from "../navigation.js";
import { type GoogleIdentity, googleIdentity } from "./google-identity.js";
import type { GoogleOneTapActionOptions, GoogleOneTapOptions } from "./options.js";
import { promptWith } from "./prompt.js";

/** What one call was given, by the application and by itself. */
interface Flow {
  options: GoogleOneTapOptions;
  call: GoogleOneTapActionOptions;
  /** Signs in with what Google gave. */
  signIn(idToken: string): Promise<void>;
}

// Google has one prompt for the page.
let inProgress = false;

/** Makes `oneTap`. */
export function createOneTap(
  options: GoogleOneTapOptions,
  $fetch: PluginFetch,
  $store: PluginStore,
) {
  return async (
    call: GoogleOneTapActionOptions = {},
    fetchOptions?: FetchOptions,
  ): Promise<void> => {
    if (inProgress) {
      console.warn("A Google One Tap request is already in progress. Please wait.");
      return;
    }
    if (typeof window === "undefined" || !window.document) {
      console.warn("Google One Tap is only available in browser environments");
      return;
    }
    const { callbackURL } = call;
    const staysHere = !callbackURL && (call.fetchOptions || fetchOptions);
    const show = call.button ? showButton : showPrompt;
    await show({
      options,
      call,
      async signIn(idToken) {
        const result = await $fetch("/one-tap/callback", {
          method: "POST",
          body: { idToken, callbackURL },
          ...call.fetchOptions,
          ...fetchOptions,
        });
        if (result?.error) {
          return;
        }
        if (staysHere) {
          $store.notify("$sessionSignal");
        } else {
          navigate(callbackURL ?? "/");
        }
      },
    });
  };
}

async function showButton(flow: Flow): Promise<void> {
  const identity = await googleIdentity();
  const { container, config } = flow.call.button!;
  const place = typeof container === "string" ? document.querySelector(container) : container;
  if (!place) {
    console.error("Google One Tap: Button container not found", container);
    return;
  }
  initialize(identity, flow, (idToken) => {
    flow.signIn(idToken).catch((error) => console.error("Error during button callback:", error));
  });
  identity.renderButton(place, config ?? { type: "icon" });
}

async function showPrompt(flow: Flow): Promise<void> {
  inProgress = true;
  try {
    await outcomeOfPrompt(await googleIdentity(), flow);
  } catch (error) {
    console.error("Error during Google One Tap flow:", error);
    throw error;
  } finally {
    inProgress = false;
  }
}

function outcomeOfPrompt(identity: GoogleIdentity, flow: Flow): Promise<void> {
  const { baseDelay = 1000, maxAttempts = 5 } = flow.options.promptOptions ?? {};
  return new Promise((resolve, reject) => {
    let answered = false;
    initialize(identity, flow, (idToken) => {
      answered = true;
      flow.signIn(idToken).then(resolve, (error) => {
        console.error("Error during One Tap callback:", error);
        reject(error);
      });
    });
    promptWith(identity, {
      baseDelay,
      maxAttempts,
      isOver: () => answered,
      giveUp(notification) {
        flow.call.onPromptNotification?.(notification);
        resolve();
      },
    });
  });
}

function initialize(
  identity: GoogleIdentity,
  { options, call }: Flow,
  use: (idToken: string) => void,
): void {
  identity.initialize({
    client_id: options.clientId,
    callback: ({ credential }: { credential: string }) => use(credential),
    auto_select: call.autoSelect ?? options.autoSelect,
    cancel_on_tap_outside: call.cancelOnTapOutside ?? options.cancelOnTapOutside,
    context: call.context ?? options.context ?? "signin",
    ux_mode: call.uxMode || "popup",
    nonce: call.nonce,
    itp_support: true,
    ...options.additionalOptions,
  });
}
