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

/** What storage would hold, where the browser refuses it to a frame; gone with the page. */
let kept: string | null = null;

/** The token that a sign-in in a popup has left for an embedded page. */
export function getStoredPopupToken(): string | null {
  return typeof window === "undefined"
    ? null
    : withStorage(
        (storage) => storage.getItem(POPUP_TOKEN_STORAGE_KEY),
        () => kept,
      );
}

export function storePopupToken(token: string): void {
  withStorage(
    (storage) => storage.setItem(POPUP_TOKEN_STORAGE_KEY, token),
    () => void (kept = token),
  );
}

export function clearPopupToken(): void {
  kept = null;
  withStorage(
    (storage) => storage.removeItem(POPUP_TOKEN_STORAGE_KEY),
    () => {},
  );
}

function withStorage<Value>(use: (storage: Storage) => Value, otherwise: () => Value): Value {
  try {
    return use(window.localStorage);
  } catch {
    return otherwise();
  }
}
