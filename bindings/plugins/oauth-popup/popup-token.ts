/** The key in `localStorage`; also what Better Auth's client reads. */
export const POPUP_TOKEN_STORAGE_KEY = "better-auth.popup_token";

/** Whether the page is in a frame of another origin, where browsers may withhold its cookies. */
export function isEmbedded(): boolean {
  if (typeof window === "undefined" || window.self === window.top) {
    return false;
  }
  try {
    void window.top?.location.href;
    return false;
  } catch {
    return true;
  }
}

/** The token that a sign-in in a popup has left for an embedded page. */
export function getStoredPopupToken(): string | null {
  return typeof window === "undefined"
    ? null
    : (inStorage((storage) => storage.getItem(POPUP_TOKEN_STORAGE_KEY)) ?? null);
}

export function storePopupToken(token: string): void {
  inStorage((storage) => storage.setItem(POPUP_TOKEN_STORAGE_KEY, token));
}

export function clearPopupToken(): void {
  inStorage((storage) => storage.removeItem(POPUP_TOKEN_STORAGE_KEY));
}

// A browser may refuse storage to a frame; then it is as good as empty.
function inStorage<Value>(use: (storage: Storage) => Value): Value | undefined {
  try {
    return use(window.localStorage);
  } catch {
    return undefined;
  }
}
