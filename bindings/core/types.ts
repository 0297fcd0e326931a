import type { ErrorCode, ErrorCodes } from "../generated/error-codes.js";
import type { Session, SessionAndUser, User } from "../generated/models.js";
import type { Routes } from "../generated/routes.js";
import type {
  CallError,
  FetchOptions,
  OptionalCall,
  OptionalThrowingCall,
  RequiredCall,
  RequiredThrowingCall,
  Result,
} from "./fetch-types.js";
import type { Extended, Intersection, PluginRoutes, UserFields } from "./plugin-types.js";
import type { Store } from "./store.js";

export type * from "../generated/error-codes.js";
export type * from "../generated/models.js";
export type * from "../generated/routes.js";
export type * from "../generated/social-providers.js";
export type * from "./fetch-types.js";
export type * from "./plugin-types.js";
export type { Store } from "./store.js";

/** Options of `createAuthClient`; all may be left out. */
export interface AuthClientOptions {
  /** The server's address. With a path of its own it is taken as it is. Default: see the guide. */
  baseURL?: string | undefined;
  /** Follows a `baseURL` that has no path. Default `"/api/auth"`. */
  basePath?: string | undefined;
  /** Options of every request. Hooks given here run in addition to those of a call. */
  fetchOptions?: FetchOptions | undefined;
  /** What the client can do beyond the core. Plugins of Better Auth work as they are. */
  plugins?: AuthClientPlugin[] | undefined;
  /** Stay where one is when an answer names another page. Default `false`. */
  disableDefaultFetchPlugins?: boolean | undefined;
  /** When to ask for the session again. */
  sessionOptions?: SessionOptions | undefined;
  /** The session, where a server has found it out already; `null` is nobody. */
  initialSession?: SessionAndUser | null | undefined;
  /** For types only. */
  $InferAuth?: unknown;
}

/** When to ask for the session again. */
export interface SessionOptions {
  /** Every so many seconds while somebody is signed in; 0 is never. Default 0. */
  refetchInterval?: number | undefined;
  /** When the page becomes visible, at most once in five seconds. Default `true`. */
  refetchOnWindowFocus?: boolean | undefined;
  /** Also without a network. Default `false`. */
  refetchWhenOffline?: boolean | undefined;
}

/** Adds to a client, in the form of Better Auth's client plugins. */
export interface AuthClientPlugin {
  id: string;
  version?: string | undefined;
  /** For types only: what the server's half adds, see {@link ServerPlugin}. */
  $InferServerPlugin?: unknown;
  /** For types only: the codes of its errors. */
  $ERROR_CODES?: unknown;
  /** Methods of the client; groups of several plugins are joined. */
  getActions?(fetch: any, store: any, options: any): object;
  /** Stores of the client; each gets a hook `use…`. */
  getAtoms?(fetch: any): Record<string, any>;
  /** The method of a path where it isn't told by the arguments. */
  pathMethods?: Record<string, "GET" | "POST"> | undefined;
  fetchPlugins?: unknown[] | undefined;
  /** Calls that change the session. */
  atomListeners?: AtomListener[] | undefined;
}

/** Which calls change what a store holds. */
export interface AtomListener {
  matcher(path: string): boolean;
  signal: string;
  callback?: ((path: string) => void) | undefined;
}

/** Who is signed in, as every framework shows it. */
export interface SessionState<Data = SessionAndUser> {
  /** The session and its user; `null` when nobody is signed in, or when it isn't known yet. */
  data: Data | null;
  /** Why the last request failed; `data` may still hold what the one before has found. */
  error: BetterFetchError | null;
  /** Whether it isn't known yet. */
  isPending: boolean;
  /** Whether a request is on its way. */
  isRefetching: boolean;
  /** Asks the server now. Never fails: see `error`. */
  refetch(options?: { query?: SessionQueryParams }): Promise<void>;
}

/** How to read the session. */
export interface SessionQueryParams {
  /** Read the session from storage, whatever a cache says. */
  disableCookieCache?: boolean;
  /** Do not extend the session. */
  disableRefresh?: boolean;
}

/** A failed call under `throw: true`, and the error of the session's state. */
export interface BetterFetchError extends Error {
  /** The status of the answer. */
  status: number;
  statusText: string;
  /** One of the server's codes. */
  code?: ErrorCode | (string & {});
  /** The body of the answer. */
  error: any;
}

/** What all clients have, whatever the framework. */
export type AuthClientBase<Options extends AuthClientOptions> = AuthClientMembers &
  Api<Options> &
  PluginMembers<Options>;

/** The members of a client that are not calls. */
export interface AuthClientMembers {
  /** Sends a request that has no method of its own. */
  $fetch: Fetch;
  $store: AuthClientStore;
  /** For types only: `typeof client.$Infer.Session`. */
  $Infer: { Session: { session: Session; user: User } };
  /** For types only: the codes that errors carry. */
  $ERROR_CODES: ErrorCodes;
  /** Takes over a session that the page brought along, unless there is one already. */
  hydrateSession(session: SessionAndUser | null): void;
}

/** Sends a request to a path of the server. */
export interface Fetch {
  <Data = unknown, const Options extends FetchOptions = FetchOptions>(
    path: string,
    options?: Options,
  ): Promise<Result<Data, Options>>;
}

/** The stores of a client. */
export interface AuthClientStore {
  atoms: { session: Store<SessionState>; [name: string]: Store<unknown> };
  /** Says that what a store shows has changed on the server: `notify("$sessionSignal")`. */
  notify(name: string): void;
  /** Calls back now and whenever the store changes. */
  listen(name: string, listener: (value: unknown) => void): void;
}

/** The calls of a client. */
export type Api<Options extends AuthClientOptions> = Calls<Extended<Routes, Options>, Options>;

/** Calls as a client with these options makes them. */
export type Calls<Tree, Options extends AuthClientOptions> = Options extends {
  fetchOptions: { throw: true };
}
  ? Throwing<Tree>
  : Tree;

/** The same calls, rejecting with a {@link BetterFetchError} instead of returning an `error`. */
export type Throwing<Tree> = {
  [Name in keyof Tree]: Tree[Name] extends OptionalCall<infer Input, infer Output>
    ? OptionalThrowingCall<Input, Output>
    : Tree[Name] extends RequiredCall<infer Input, infer Output>
      ? RequiredThrowingCall<Input, Output>
      : Throwing<Tree[Name]>;
};

/** What the plugins add. */
export type PluginMembers<Options extends AuthClientOptions> = Options extends {
  plugins: (infer Plugin)[];
}
  ? Intersection<
      Plugin extends unknown
        ? PluginActions<Plugin> &
            Calls<Extended<PluginRoutes<Plugin>, Options>, Options> &
            PluginCodes<Plugin>
        : never
    > & { $Infer: { Session: { user: UserFields<Options> } } }
  : object;

type PluginActions<Plugin> = Plugin extends { getActions(...args: never): infer Actions }
  ? Actions
  : object;

type PluginCodes<Plugin> = Plugin extends { $ERROR_CODES: infer Codes extends object }
  ? { $ERROR_CODES: Codes }
  : object;

/** The error of a call, as in `const { error } = await client.signIn.email(…)`. */
export type AuthError = CallError;
