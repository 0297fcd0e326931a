import { createApi } from "./api.js";
import type { AuthApi } from "./api-types.js";
import type { ErrorCodes } from "../generated/error-codes.js";
import type { Session, User } from "../generated/models.js";
import { forward } from "./forward.js";
import { namesServer, resolveOptions } from "./options.js";
import type { AuthOptions, HandlerContext } from "./options.js";

/** A server's side of authentication, answered by `signet`. */
export interface Auth {
  /** Answers a request below the base path: mount it there. */
  handler(request: Request, context?: HandlerContext): Promise<Response>;
  /** The same as {@link Auth.handler}. */
  fetch(request: Request, context?: HandlerContext): Promise<Response>;
  /** Every route as a function, for the application's own code. */
  api: AuthApi;
  /** What `createAuth` was given. */
  options: AuthOptions;
  /** For types only: `typeof auth.$Infer.Session`. */
  $Infer: { Session: { session: Session; user: User } };
  /** For types only: the codes that errors carry. */
  $ERROR_CODES: ErrorCodes;
}

/** Connects a JavaScript server with `signet`. Nothing is sent before the first call. */
export function createAuth(options: AuthOptions = {}): Auth {
  let resolved = namesServer(options) ? resolveOptions(options) : undefined;
  // Frameworks load this while they build, where the environment is not yet that of the server.
  const resolve = () => (resolved ??= resolveOptions(options));
  const handler = async (request: Request, context?: HandlerContext) =>
    forward(resolve(), request, context);
  return { handler, fetch: handler, api: createApi(resolve), options } as Auth;
}
