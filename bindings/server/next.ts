import { handlerOf, type Mountable } from "./mount.js";
import type { AuthPlugin } from "./options.js";

type RouteHandler = (request: Request) => Promise<Response>;

/** The handlers of `app/api/auth/[...all]/route.ts`. */
export function toNextJsHandler(auth: Mountable): {
  GET: RouteHandler;
  POST: RouteHandler;
  PATCH: RouteHandler;
  PUT: RouteHandler;
  DELETE: RouteHandler;
} {
  const handler = async (request: Request) => handlerOf(auth)(request);
  return { GET: handler, POST: handler, PATCH: handler, PUT: handler, DELETE: handler };
}

/**
 * Sets the cookies of `auth.api` calls in server actions and route handlers. Where a page is being
 * rendered Next.js can set none; there the session is read without being extended, so that the
 * cookie and the session end together.
 */
export function nextCookies(): AuthPlugin {
  return {
    id: "next-cookies",
    async beforeCall(call) {
      if (call.path === "/get-session" && (await isRendering())) {
        call.query.disableRefresh ??= true;
      }
    },
    async setCookies(cookies) {
      const store = await requestStore(async () => (await nextHeaders()).cookies());
      for (const { name, value, options } of cookies) {
        try {
          store?.set(name, value, options);
        } catch {
          // A page is being rendered.
        }
      }
    },
  };
}

/** Whether this is a page, not an action or a route handler; nothing but the headers tells. */
async function isRendering(): Promise<boolean> {
  const headers = await requestStore(async () => (await nextHeaders()).headers());
  if (!headers || headers.has("next-action")) {
    return false;
  }
  return headers.get("rsc") === "1" || (headers.get("accept") ?? "").includes("text/html");
}

/** Outside of a request, and outside of Next.js, there is nothing to read or to set. */
async function requestStore<Store>(open: () => Promise<Store>): Promise<Store | undefined> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof Error && /outside a request scope|Cannot find/.test(error.message)) {
      return undefined;
    }
    // What Next.js itself throws to stop rendering.
    throw error;
  }
}

function nextHeaders(): Promise<typeof import("next/headers.js")> {
  return import("next/headers.js");
}
