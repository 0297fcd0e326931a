// Google's script, and as much of its interface as is used
// (https://developers.google.com/identity/gsi/web/reference/js-reference).

const SCRIPT = "https://accounts.google.com/gsi/client";

/** `google.accounts.id`. */
export interface GoogleIdentity {
  initialize(configuration: object): void;
  prompt(listener: (notification: PromptNotification) => void): void;
  renderButton(container: Element, configuration: object): void;
}

/** What became of a prompt. Browsers with FedCM leave some of it out. */
export interface PromptNotification {
  isDismissedMoment?(): boolean;
  getDismissedReason?(): string;
  isSkippedMoment?(): boolean;
  isNotDisplayed?(): boolean;
}

interface GoogleWindow {
  /** Also set by Better Auth's client. */
  googleScriptInitialized?: boolean;
  google?: { accounts: { id: GoogleIdentity } };
}

let loading: Promise<void> | undefined;

/** Google's interface; its script is put into the page the first time. */
export async function googleIdentity(): Promise<GoogleIdentity> {
  const page = window as unknown as GoogleWindow;
  if (!page.googleScriptInitialized) {
    loading ??= load().finally(() => (loading = undefined));
    await loading;
    page.googleScriptInitialized = true;
  }
  const identity = page.google?.accounts.id;
  if (!identity) {
    throw failure();
  }
  return identity;
}

function load(): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.async = true;
    script.defer = true;
    script.onload = () => resolve();
    script.onerror = () => reject(failure());
    document.head.appendChild(script);
  });
}

function failure(): Error {
  return new Error("Failed to load Google Identity Services script");
}
