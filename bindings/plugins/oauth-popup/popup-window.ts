const WIDTH = 500;
const HEIGHT = 600;
const LOOK_EVERY = 500;
/** The type of the message that the server's last page sends (plugin `oauth-popup`). */
const MESSAGE_TYPE = "better-auth:oauth-popup";

/** How the flow in a popup has ended. */
export type Outcome =
  | { token: string }
  | { error: { code: string; description?: string } }
  | { failure: "POPUP_CLOSED" | "POPUP_TIMEOUT" };

/** Whom to believe, and for how long to wait. */
export interface Expectation {
  origin: string;
  nonce: string;
  timeout: number;
}

/** The size and place of a popup in the middle of the window. */
export function centred(): string {
  const left = window.screenX + (window.outerWidth - WIDTH) / 2;
  const top = window.screenY + (window.outerHeight - HEIGHT) / 2;
  return `width=${WIDTH},height=${HEIGHT},left=${left},top=${top},menubar=no,toolbar=no`;
}

/** Waits for the server's last page to tell how it went, and closes the popup. */
export function outcomeOf(
  popup: Window,
  { origin, nonce, timeout }: Expectation,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let wasClosed = false;
    const looking = setInterval(() => {
      // It may have closed itself after its message, which then is still on its way.
      if (wasClosed) {
        settle({ failure: "POPUP_CLOSED" });
      }
      wasClosed = popup.closed;
    }, LOOK_EVERY);
    const waiting = setTimeout(() => settle({ failure: "POPUP_TIMEOUT" }), timeout);
    window.addEventListener("message", listen);

    function listen({ origin: sender, data }: MessageEvent): void {
      if (sender !== origin || data?.type !== MESSAGE_TYPE || data.nonce !== nonce) {
        return;
      }
      if (data.error) {
        settle({ error: data.error });
      } else if (typeof data.token === "string" && data.token) {
        settle({ token: data.token });
      }
    }

    function settle(outcome: Outcome): void {
      window.removeEventListener("message", listen);
      clearInterval(looking);
      clearTimeout(waiting);
      try {
        popup.close();
      } catch {
        // It is the provider's page by now, and closes some other way or not at all.
      }
      resolve(outcome);
    }
  });
}
