import { handlerOf, type Mountable } from "./mount.js";
import type { AuthPlugin } from "./options.js";

type RouteHandler = (event: { request: Request }) => Promise<Response>;

/** For a route: `server: { handlers: toTanStackStartHandler(auth) }` at `/api/auth/$`. */
export function toTanStackStartHandler(auth: Mountable): {
  GET: RouteHandler;
  POST: RouteHandler;
} {
  const handler: RouteHandler = async ({ request }) => handlerOf(auth)(request);
  return { GET: handler, POST: handler };
}

/** A plugin that hands cookies to what `load` brings. */
export function tanStackPlugin(
  id: string,
  load: () => Promise<{ setCookie(name: string, value: string, options: object): void }>,
): AuthPlugin {
  return {
    id,
    async setCookies(cookies) {
      const { setCookie } = await load();
      for (const { name, value, options } of cookies) {
        try {
          setCookie(name, value, options);
        } catch {
          // No request is being answered.
        }
      }
    },
  };
}
