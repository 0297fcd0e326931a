import type { ErrorCode } from "../generated/error-codes.js";

/** A call of the server, typed by what it takes and what it answers. */
export type Call<Input, Output> = undefined extends Input
  ? OptionalCall<Argument<NonNullable<Input>>, Output>
  : RequiredCall<Argument<Input>, Output>;

/** A call that needs an argument. */
export interface RequiredCall<Input, Output> {
  <const Options extends FetchOptions = FetchOptions>(
    input: Input & { fetchOptions?: Options },
    options?: Options,
  ): Promise<Result<Output, Options>>;
}

/** A call that needs none. */
export interface OptionalCall<Input, Output> {
  <const Options extends FetchOptions = FetchOptions>(
    input?: Input & { fetchOptions?: Options },
    options?: Options,
  ): Promise<Result<Output, Options>>;
}

/** {@link RequiredCall} on a client that was made with `throw: true`. */
export interface RequiredThrowingCall<Input, Output> {
  <const Options extends FetchOptions = FetchOptions>(
    input: Input & { fetchOptions?: Options },
    options?: Options,
  ): Promise<ThrowingResult<Output, Options>>;
}

/** {@link OptionalCall} on a client that was made with `throw: true`. */
export interface OptionalThrowingCall<Input, Output> {
  <const Options extends FetchOptions = FetchOptions>(
    input?: Input & { fetchOptions?: Options },
    options?: Options,
  ): Promise<ThrowingResult<Output, Options>>;
}

/** What the server takes; nothing at all is an object without members. */
export type Argument<Input> = Input extends Record<string, never> ? object : Input;

/** What a call resolves to where `throw` is on unless it is switched off. */
export type ThrowingResult<Data, Options> = Options extends { throw: false }
  ? Result<Data, Options>
  : Data;

/** What a call resolves to. */
export type Result<Data, Options> = Options extends { throw: true }
  ? Data
  : { data: Data; error: null } | { data: null; error: CallError };

/** Why the server said no. */
export interface CallError {
  /** One of the server's codes; a plugin may have its own. */
  code?: ErrorCode | (string & {});
  /** A sentence about it, in English. */
  message?: string;
  /** The status of the answer. */
  status: number;
  statusText: string;
}

/** How to send a request: options of `fetch`, and what comes on top. */
export interface FetchOptions extends Omit<RequestInit, "body" | "headers" | "method"> {
  /** Where paths start; overrides the client's. */
  baseURL?: string | undefined;
  method?: string | undefined;
  body?: any;
  /** Appended to the path; arrays repeat their name, `null` and `undefined` vanish. */
  query?: object | undefined;
  /** Replaces `:name` in the path. */
  params?: Record<string, unknown> | unknown[] | undefined;
  headers?: HeadersInit | Record<string, string | null | undefined> | undefined;
  auth?: Authorization | undefined;
  /** Milliseconds until the answer must begin. Without effect beside `signal`. */
  timeout?: number | undefined;
  /** What to do after an answer that is an error; not after a lost connection. */
  retry?: number | Retry | undefined;
  /** Resolve to the data alone and reject with a `BetterFetchError`. */
  throw?: boolean | undefined;
  /** Reads the text of an answer. */
  jsonParser?: ((text: string) => unknown) | undefined;
  /** Takes the place of `fetch`. */
  customFetchImpl?:
    ((input: string | URL | Request, init?: RequestInit) => Promise<Response>) | undefined;
  plugins?: FetchPlugin[] | undefined;
  /** Turn a lost connection into an `error` as well. Only where a client is made. */
  catchAllError?: boolean | undefined;
  /** Leave the session alone after this call. */
  disableSignal?: boolean | undefined;
  onRequest?: FetchHooks["onRequest"];
  onResponse?: FetchHooks["onResponse"];
  onSuccess?: FetchHooks["onSuccess"];
  onError?: FetchHooks["onError"];
  onRetry?: FetchHooks["onRetry"];
}

/** What runs around a request; each is awaited. */
export interface FetchHooks {
  /** Before it is sent; may change the context or return a new one. */
  onRequest?: ((context: RequestContext) => unknown) | undefined;
  /** After an answer; may return another one. */
  onResponse?: ((context: ResponseContext) => unknown) | undefined;
  /** After an answer that is not an error. */
  onSuccess?: ((context: SuccessContext) => unknown) | undefined;
  /** After an answer that is an error. */
  onError?: ((context: ErrorContext) => unknown) | undefined;
  /** Before it is sent once more. */
  onRetry?: ((context: ResponseContext) => unknown) | undefined;
}

/** A request that is about to be sent. */
export interface RequestContext extends Omit<FetchOptions, "headers"> {
  url: URL | string;
  headers: Headers;
  body: any;
  method: string;
  signal: AbortSignal;
}

/** A request and its answer. */
export interface ResponseContext {
  request: RequestContext;
  response: Response;
}

/** An answer that is not an error. */
export interface SuccessContext extends ResponseContext {
  /** The body, with dates. */
  data: any;
}

/** An answer that is an error. */
export interface ErrorContext extends ResponseContext {
  /** The body as text. */
  responseText: string;
  error: CallError & Record<string, any>;
}

/** A value, or how to get it. */
export type Lazy<Value> =
  Value | undefined | (() => Value | undefined) | (() => Promise<Value | undefined>);

/** What to put into the `Authorization` header. */
export type Authorization =
  | { type: "Bearer"; token: Lazy<string> }
  | { type: "Basic"; username: Lazy<string>; password: Lazy<string> }
  | { type: "Custom"; prefix: Lazy<string>; value: Lazy<string> };

/** How often to try, and how long to wait in between. */
export type Retry =
  | { type: "linear"; attempts: number; delay: number; shouldRetry?: ShouldRetry }
  | {
      type: "exponential";
      attempts: number;
      baseDelay: number;
      maxDelay: number;
      shouldRetry?: ShouldRetry;
    };

/** Whether an answer is worth another try. */
export type ShouldRetry = (response: Response | null) => boolean | Promise<boolean>;

/** Hooks that come together, and may change where a request goes. */
export interface FetchPlugin {
  id: string;
  name: string;
  description?: string;
  version?: string;
  hooks?: FetchHooks;
  init?: (url: string, options?: any) => any;
}
