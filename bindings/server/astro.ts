import { addressFrom, handlerOf, type Mountable } from "./mount.js";

/** What of Astro's `APIContext` is needed. */
export interface AstroContext {
  request: Request;
  readonly clientAddress: string;
}

/** For `src/pages/api/auth/[...all].ts`: `export const ALL = toAstroHandler(auth)`. */
export function toAstroHandler(auth: Mountable): (context: AstroContext) => Promise<Response> {
  return async (context) =>
    handlerOf(auth)(
      context.request,
      addressFrom(() => context.clientAddress),
    );
}
