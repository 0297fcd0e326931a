import { addressFrom, handlerOf, type Mountable } from "./mount.js";
import { toRequest, type NodeRequest } from "./node-request.js";

/** What of h3's event is needed: version 1, as in Nuxt 3 and 4, or version 2. */
export interface H3Event {
  node?: { req: unknown } | undefined;
  web?: { request?: Request | undefined } | undefined;
  req?: unknown;
}

/** For `server/api/auth/[...all].ts`: `export default defineEventHandler(toNuxtHandler(auth))`. */
export function toNuxtHandler(auth: Mountable): (event: H3Event) => Promise<Response> {
  return async (event) => {
    const node = event.node?.req as NodeRequest | undefined;
    const request = webRequest(event) ?? (node && toRequest(node));
    if (!request) {
      throw new TypeError("this is no event of h3");
    }
    const address = addressFrom(() => node?.socket.remoteAddress);
    return handlerOf(auth)(request, address);
  };
}

function webRequest(event: H3Event): Request | undefined {
  return event.req instanceof Request ? event.req : event.web?.request;
}
