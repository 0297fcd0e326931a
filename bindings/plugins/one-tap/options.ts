import type { FetchOptions } from "../../core/fetch-types.js";

/** What an application and a single call may decide. */
export interface GoogleOneTapBehaviour {
  /** Sign somebody in without asking who has agreed before. */
  autoSelect?: boolean | undefined;
  /** Close the prompt after a click beside it. Browsers with FedCM decide this themselves. */
  cancelOnTapOutside?: boolean | undefined;
  /** How Google's button opens its page. Default `"popup"`. Counts in a call only. */
  uxMode?: "popup" | "redirect" | undefined;
  /** What the prompt speaks of. Default `"signin"`. */
  context?: "signin" | "signup" | "use" | undefined;
  /** Further fields of Google's configuration. Counts for the application only. */
  additionalOptions?: Record<string, any> | undefined;
}

/** What `oneTapClient` takes. */
export interface GoogleOneTapOptions extends GoogleOneTapBehaviour {
  /** The client id that Google knows the application by. */
  clientId: string;
  /** What to do when a prompt is dismissed. */
  promptOptions?:
    | {
        /** Milliseconds until the prompt comes back; twice as long each time. Default 1000. */
        baseDelay?: number;
        /** How often it comes back. Default 5. */
        maxAttempts?: number;
        /** Whether a sign-out keeps the browser from signing in silently. Default `true`. */
        fedCM?: boolean | undefined;
      }
    | undefined;
}

/** What `oneTap` takes. */
export interface GoogleOneTapActionOptions extends GoogleOneTapBehaviour {
  /** How to send the request. Without it and without `callbackURL` the page goes to `/`. */
  fetchOptions?: FetchOptions | undefined;
  /** Where to go afterwards. */
  callbackURL?: string | undefined;
  /** Called when the prompt is given up, so that a page can show a button instead. */
  onPromptNotification?: ((notification?: any) => void) | undefined;
  /** Comes back in the id token. */
  nonce?: string | undefined;
  /** Shows Google's button instead of the prompt. */
  button?:
    | {
        /** Where to put it; a text is a CSS selector. */
        container: HTMLElement | string;
        /** How it looks. Default: an icon. */
        config?: GsiButtonConfiguration | undefined;
      }
    | undefined;
}

/** How Google's button looks. */
export interface GsiButtonConfiguration {
  type: "standard" | "icon";
  theme?: "outline" | "filled_blue" | "filled_black";
  size?: "small" | "medium" | "large";
  text?: "signin_with" | "signup_with" | "continue_with" | "signin";
  shape?: "rectangular" | "pill" | "circle" | "square";
  logo_alignment?: "left" | "center";
  /** In pixels, at most 400. */
  width?: number;
  /** Such as `de`. Default: the browser's. */
  locale?: string;
  click_listener?: () => void;
  /** Comes back with the id token. */
  state?: string;
}
