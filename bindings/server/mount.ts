import type { HandlerContext } from "./options.js";

/** What answers requests: `createAuth(…)`, Better Auth's object, or a function. */
export type Mountable =
  { handler: Handler } | ((request: Request, context?: HandlerContext) => Promise<Response>);

/** A function that answers a request. */
export type Handler = (request: Request, context?: HandlerContext) => Promise<Response> | Response;

/** The function in it. */
export function handlerOf(auth: Mountable): Handler {
  return "handler" in auth ? auth.handler : auth;
}

/** A platform's address of the client; platforms throw where they know none. */
export function addressFrom(find: () => string | undefined): HandlerContext {
  try {
    return { clientAddress: find() };
  } catch {
    return {};
  }
}
