import type { Session, User } from "../generated/models.js";
import type { Auth } from "./create-auth.js";
import { addressFrom, handlerOf, type Mountable } from "./mount.js";

/** What of Hono's `Context` is needed to answer. */
export interface HonoContext {
  req: { raw: Request };
  env?: unknown;
}

/** What of it takes the session. */
export interface HonoSessionContext extends HonoContext {
  set(name: "user", value: User | null): void;
  set(name: "session", value: Session | null): void;
  header(name: string, value: string, options: { append: true }): void;
}

/** The variables that {@link sessionMiddleware} sets: `new Hono<{ Variables: SessionVariables }>()`. */
export interface SessionVariables {
  user: User | null;
  session: Session | null;
}

/** For `app.on(["GET", "POST"], "/api/auth/*", toHonoHandler(auth))`. */
export function toHonoHandler(auth: Mountable): (context: HonoContext) => Promise<Response> {
  return async (context) =>
    handlerOf(auth)(
      context.req.raw,
      addressFrom(() => socketAddress(context.env)),
    );
}

/**
 * Reads the session of each request into `c.get("user")` and `c.get("session")`, which are `null`
 * for guests. Where the session is extended, the answer carries its cookie.
 */
export function sessionMiddleware(
  auth: Pick<Auth, "api">,
): (context: any, next: () => Promise<void>) => Promise<void> {
  return async (context: HonoSessionContext, next) => {
    const { headers, response: found } = await auth.api.getSession({
      headers: context.req.raw.headers,
      ...addressFrom(() => socketAddress(context.env)),
      returnHeaders: true,
    });
    context.set("user", found?.user ?? null);
    context.set("session", found?.session ?? null);
    await next();
    for (const cookie of headers.getSetCookie()) {
      context.header("set-cookie", cookie, { append: true });
    }
  };
}

/** As `@hono/node-server` tells it. */
function socketAddress(env: unknown): string | undefined {
  const { incoming } = env as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress;
}
