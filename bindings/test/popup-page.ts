import assert from "node:assert/strict";

/** A page as sign-in in a popup sees it: it opens windows and hears messages. */
export interface PopupPage {
  /** The windows that were opened. */
  readonly opened: FakePopup[];
  readonly storage: Map<string, string>;
  /** Whether the browser opens none. */
  blocks: boolean;
  /** Lets a window send a message to the page. */
  post(origin: string, data: unknown): void;
  /** How many listen for messages. */
  listeners(): number;
}

/** A window that a page has opened. */
export interface FakePopup {
  readonly address: URL;
  readonly name: string;
  readonly features: string;
  closed: boolean;
  focused: number;
}

/** Runs a test in such a page, at `https://app.example`. */
export async function inPopupPage(
  run: (page: PopupPage) => Promise<void>,
  { embedded = false } = {},
): Promise<void> {
  const listeners = new Set<(event: unknown) => void>();
  const page: PopupPage = {
    opened: [],
    storage: new Map(),
    blocks: false,
    post: (origin, data) => listeners.forEach((listener) => listener({ origin, data })),
    listeners: () => listeners.size,
  };
  const self = {
    location: { origin: "https://app.example", href: "https://app.example/" },
    screenX: 100,
    screenY: 50,
    outerWidth: 1500,
    outerHeight: 1000,
    localStorage: {
      getItem: (key: string) => page.storage.get(key) ?? null,
      setItem: (key: string, value: string) => page.storage.set(key, value),
      removeItem: (key: string) => page.storage.delete(key),
    },
    addEventListener: (_: string, listener: (event: unknown) => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: (event: unknown) => void) =>
      listeners.delete(listener),
    open(address: string | URL, name: string, features: string) {
      if (page.blocks) {
        return null;
      }
      const popup = {
        address: new URL(address),
        name,
        features,
        closed: false,
        focused: 0,
        close: () => (popup.closed = true),
        focus: () => (popup.focused += 1),
      };
      page.opened.push(popup);
      return popup;
    },
  };
  const foreign = {
    get location(): never {
      throw new DOMException("blocked a frame", "SecurityError");
    },
  };
  const window = Object.assign(self, { self, top: embedded ? foreign : self });
  Object.assign(globalThis, { window });
  try {
    await run(page);
  } finally {
    Reflect.deleteProperty(globalThis, "window");
  }
}

/** The window that was opened last. */
export function opened(page: PopupPage): FakePopup {
  const popup = page.opened.at(-1);
  assert.ok(popup, "a popup has been opened");
  return popup;
}

/** What the server's last page sends. */
export function answer({ address }: FakePopup, result: object) {
  const nonce = address.searchParams.get("popupNonce");
  return { type: "better-auth:oauth-popup", nonce, redirectTo: "/", ...result };
}

/** Lets the flow end. */
export function finish(page: PopupPage, result: object): void {
  const popup = opened(page);
  page.post(popup.address.origin, answer(popup, result));
}
