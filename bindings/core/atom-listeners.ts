import type { AuthClientPlugin } from "./types.js";

/** The signal of the session; the compiled client listens for it. */
const SESSION_SIGNAL = "$sessionSignal";
/** In milliseconds, as in Better Auth's client: what a call resolves to is used first. */
const DELAY = 10;

/** A store of a plugin; any that nanostores makes. */
interface Atom {
  get(): unknown;
  set(value: unknown): void;
}

/**
 * Makes a plugin that stands for the listeners of all others to signals of their own. The compiled
 * client asks it after each successful call, and hears that the session has not changed.
 */
export function ownSignals(
  plugins: AuthClientPlugin[],
  atoms: Record<string, unknown>,
): AuthClientPlugin {
  return { id: "own-signals", atomListeners: [{ signal: SESSION_SIGNAL, matcher }] };

  function matcher(path: string): boolean {
    for (const listener of plugins.flatMap((plugin) => plugin.atomListeners ?? [])) {
      const atom = atoms[listener.signal] as Atom | undefined;
      if (atom && listener.signal !== SESSION_SIGNAL && listener.matcher(path)) {
        const value = atom.get();
        // Twice the same value, where two listeners turn the same signal.
        setTimeout(() => atom.set(!value), DELAY);
        listener.callback?.(path);
      }
    }
    return false;
  }
}
