import { BetterAuthError } from "../core/base-url.js";
import type { Session, User } from "../generated/models.js";
import { parseAnswer } from "./dates.js";
import { requestCookies } from "./session-cookie.js";

/** What the cookie cache holds. */
export interface CookieCachePayload {
  session: Session;
  user: User;
  /** When it was written, in milliseconds since 1970. */
  updatedAt: number;
  version?: string;
}

/** How `signet` makes the cookie cache: `[session.cookie_cache]` of its configuration. */
export interface CookieCacheOptions<Payload = CookieCachePayload> {
  /** What cookie names begin with. Default `"better-auth"`. */
  cookiePrefix?: string | undefined;
  /** Default `"session_data"`. */
  cookieName?: string | undefined;
  /** Whether the name has `__Secure-` before it. Default: in production. */
  isSecure?: boolean | undefined;
  /**
   * The server's secret, or all of them while secrets are rotated. Default: `SIGNET_SECRET`, else
   * `BETTER_AUTH_SECRET`, else `AUTH_SECRET`.
   */
  secret?: string | readonly string[] | undefined;
  /** Default `"compact"`. */
  strategy?: "compact" | "jwt" | "jwe" | undefined;
  /** The version that is wanted; a payload without one has `"1"`. */
  version?: string | VersionOf<Payload> | undefined;
}

/** The version that a session should have. */
export type VersionOf<Payload> = Payload extends { session: infer S; user: infer U }
  ? (session: S, user: U) => string | Promise<string>
  : never;

/**
 * Reads the session from the cookie cache, without asking the server. `null` when there is none,
 * when it was not made with the secret, or when it is over.
 *
 * It is a cache: a session that has been revoked shows until its time is up.
 */
export async function getCookieCache<Payload extends CookieCachePayload = CookieCachePayload>(
  request: Request | Headers,
  options: CookieCacheOptions<Payload> = {},
): Promise<Payload | null> {
  const cookie = find(request, options);
  if (!cookie) {
    return null;
  }
  const secrets = secretsOf(options.secret);
  // Loaded only where it is used: looking for a session cookie needs none of it.
  const { open } = (await import("#cookie-cache")).load();
  const now = Date.now();
  const json = open(options.strategy ?? "compact", cookie, secrets, now);
  if (json === undefined) {
    return null;
  }
  const { session, user, updatedAt, version } = parseAnswer(json) as CookieCachePayload;
  const payload = { session, user, updatedAt, ...(version && { version }) } as Payload;
  const isOver = !(Number(session.expiresAt) > now);
  return isOver || !(await hasVersion(payload, options.version)) ? null : payload;
}

function find<Payload>(
  request: Request | Headers,
  {
    cookiePrefix = "better-auth",
    cookieName = "session_data",
    isSecure,
  }: CookieCacheOptions<Payload>,
): string | undefined {
  const secure = isSecure ?? globalThis.process?.env.NODE_ENV === "production";
  const name = `${secure ? "__Secure-" : ""}${cookiePrefix}.${cookieName}`;
  const cookies = requestCookies(request);
  return cookies.get(name) || chunks(cookies, `${name}.`);
}

/** A cookie that was too large for one: `name.0`, `name.1`, … */
function chunks(cookies: Map<string, string>, prefix: string): string {
  return [...cookies]
    .filter(([name]) => name.startsWith(prefix) && /^(0|[1-9]\d*)$/.test(name.slice(prefix.length)))
    .map(([name, value]) => ({ index: Number(name.slice(prefix.length)), value }))
    .sort((one, other) => one.index - other.index)
    .map(({ value }) => value)
    .join("");
}

function secretsOf(secret: string | readonly string[] | undefined): string[] {
  const env = globalThis.process?.env ?? {};
  const found = secret ?? env.SIGNET_SECRET ?? env.BETTER_AUTH_SECRET ?? env.AUTH_SECRET ?? [];
  const secrets = [found].flat().filter((each) => each !== "");
  if (secrets.length === 0) {
    throw new BetterAuthError(
      "getCookieCache requires a secret to be provided. Either pass it as an option or set SIGNET_SECRET",
    );
  }
  return secrets;
}

async function hasVersion<Payload extends CookieCachePayload>(
  payload: Payload,
  wanted: string | VersionOf<Payload> | undefined,
): Promise<boolean> {
  if (!wanted) {
    return true;
  }
  const expected =
    typeof wanted === "string" ? wanted : await wanted(payload.session, payload.user);
  return (payload.version || "1") === expected;
}
