import type { Auth } from "./create-auth.js";
import { isBelow } from "./forward.js";
import { addressFrom, handlerOf, type Mountable } from "./mount.js";
import { resolveOptions, type AuthOptions, type AuthPlugin } from "./options.js";
import type { ResponseCookieOptions } from "./set-cookie.js";

/** What of SvelteKit's `RequestEvent` is needed. */
export interface KitEvent {
  request: Request;
  url: URL;
  getClientAddress(): string;
}

/** What of it takes cookies. */
export interface KitCookieEvent {
  cookies: {
    set(name: string, value: string, options: ResponseCookieOptions & { path: string }): void;
  };
}

/** For `handle` in `hooks.server.ts`: answers what is below the base path, resolves the rest. */
export async function svelteKitHandler<Event extends KitEvent>({
  auth,
  event,
  resolve,
  building,
}: {
  auth: Pick<Auth, "handler" | "options">;
  event: Event;
  resolve: (event: Event) => Response | Promise<Response>;
  /** `building` of `$app/environment`: nothing is answered while pages are prerendered. */
  building: boolean;
}): Promise<Response> {
  return !building && isAuthPath(event.url, auth.options)
    ? toSvelteKitHandler(auth)(event)
    : resolve(event);
}

/** For `src/routes/api/auth/[...all]/+server.ts`: `export const GET = toSvelteKitHandler(auth)`. */
export function toSvelteKitHandler(
  auth: Mountable,
): (event: Pick<KitEvent, "request" | "getClientAddress">) => Promise<Response> {
  return async (event) =>
    handlerOf(auth)(
      event.request,
      addressFrom(() => event.getClientAddress()),
    );
}

/** Whether an address is one of the endpoints. */
export function isAuthPath(url: string | URL, options: AuthOptions): boolean {
  return isBelow(new URL(url).pathname, resolveOptions(options).mount);
}

/** Sets the cookies of `auth.api` calls: `plugins: [sveltekitCookies(getRequestEvent)]`. */
export function sveltekitCookies(getRequestEvent: () => KitCookieEvent | undefined): AuthPlugin {
  return {
    id: "sveltekit-cookies",
    setCookies(cookies) {
      const event = getRequestEvent();
      for (const { name, value, options } of cookies) {
        try {
          event?.cookies.set(name, value, { ...options, path: options.path ?? "/" });
        } catch {
          // The answer has begun; a cookie comes too late.
        }
      }
    },
  };
}
