import { BetterAuthError } from "../core/base-url.js";
import type { ClientAddressOption } from "./client-address.js";
import type { ResponseCookie } from "./set-cookie.js";

/** Options of `createAuth`. */
export interface AuthOptions {
  /**
   * Where users reach the endpoints: `base_url` of `signet`. With a path of its own, that is where
   * they are mounted. Default: `SIGNET_URL`, else `BETTER_AUTH_URL`, else `serverURL`.
   */
  baseURL?: string | undefined;
  /** Where the endpoints are mounted, here and in `signet`. Default `"/api/auth"`. */
  basePath?: string | undefined;
  /**
   * Where `signet` listens, as seen from this server. With a path of its own, that is where its
   * endpoints are. Default: `SIGNET_SERVER_URL`, else `baseURL`.
   */
  serverURL?: string | undefined;
  /** Who tells the address of a client. Default: the socket, where a mount knows it. */
  clientAddress?: ClientAddressOption | undefined;
  /** Milliseconds until an answer must have come. Default 30000. */
  timeout?: number | undefined;
  /** The largest body, in bytes, that is passed on. Default 1048576, as `signet`'s own limit. */
  bodyLimit?: number | undefined;
  /** Takes the place of the global `fetch`. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** What runs around the calls of `auth.api`, as `nextCookies()`. */
  plugins?: AuthPlugin[] | undefined;
}

/** Runs around the calls of `auth.api`, not around the requests that are mounted. */
export interface AuthPlugin {
  id: string;
  /** Before a call is sent; may change its query. */
  beforeCall?(call: OutgoingCall): void | Promise<void>;
  /** After an answer that sets cookies. */
  setCookies?(cookies: ResponseCookie[]): void | Promise<void>;
}

/** A call of `auth.api` that is about to be sent. */
export interface OutgoingCall {
  /** Below the base path: `/get-session`. */
  readonly path: string;
  readonly method: string;
  query: Record<string, unknown>;
}

/** What a mount knows of a request besides the request. */
export interface HandlerContext {
  /** The address of the client, as its socket or the platform tells it. */
  clientAddress?: string | undefined;
}

/** Options with everything decided. */
export interface ResolvedOptions {
  /** The origin under which users know the application. */
  origin: string;
  /** Where requests are taken: a path without a slash at its end. */
  mount: string;
  /** Where they go, without a slash at its end. */
  target: string;
  /** Whether `origin` has been configured, not guessed from `serverURL`. */
  knowsOrigin: boolean;
  clientAddress: ClientAddressOption | undefined;
  timeout: number;
  bodyLimit: number;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  plugins: AuthPlugin[];
}

/** Whether it is known where `signet` listens. */
export function namesServer(options: AuthOptions): boolean {
  return addresses(options).serverURL !== undefined;
}

/** Finds what was left out in the environment. */
export function resolveOptions(options: AuthOptions): ResolvedOptions {
  const { baseURL, serverURL } = addresses(options);
  if (!serverURL) {
    throw new BetterAuthError(
      "createAuth needs `serverURL` or `baseURL`, or SIGNET_SERVER_URL or SIGNET_URL in the environment",
    );
  }
  const basePath = trimmed(options.basePath ?? "/api/auth").replace(/^(?=[^/])/, "/");
  const server = parse(serverURL);
  const base = baseURL ? parse(baseURL) : new URL(server.origin);
  return {
    origin: base.origin,
    mount: trimmed(base.pathname) || basePath,
    target: server.origin + (trimmed(server.pathname) || basePath),
    knowsOrigin: baseURL !== undefined,
    clientAddress: options.clientAddress,
    timeout: options.timeout ?? 30_000,
    bodyLimit: options.bodyLimit ?? 1_048_576,
    // Looked up at each call: frameworks put their own in its place while they start.
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    plugins: options.plugins ?? [],
  };
}

function addresses(options: AuthOptions) {
  const env = typeof process === "undefined" ? {} : process.env;
  const baseURL = options.baseURL || env.SIGNET_URL || env.BETTER_AUTH_URL || undefined;
  const serverURL = options.serverURL || env.SIGNET_SERVER_URL || baseURL;
  return { baseURL, serverURL };
}

function parse(text: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    // Told below.
  }
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new BetterAuthError(
      `Invalid base URL: ${text}. URL must include 'http://' or 'https://'`,
    );
  }
  return url;
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, "");
}
