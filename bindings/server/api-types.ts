import type { Routes } from "../generated/routes.js";
import type { OptionalCall, RequiredCall } from "../core/fetch-types.js";
import type { irregularNames } from "./route-names.js";

/** Every route of the core under Better Auth's names: `auth.api.signInEmail({ body })`. */
export type AuthApi = {
  [Route in RoutesOf<Routes, ""> as NameOf<Route["name"]>]: ApiFunctionOf<Route["call"]>;
} & LinkedRoutes;

/** Routes that links in mails lead to, and no client calls. A redirect rejects: `error.headers`. */
interface LinkedRoutes {
  deleteUserCallback: ApiFunction<{ query: { token: string; callbackURL?: string } }, unknown>;
  requestPasswordResetCallback: ApiFunction<
    { params: { token: string }; query: { callbackURL: string } },
    unknown
  >;
}

/** What every call of `auth.api` takes. */
export interface CallOptions {
  /** The headers of the request that is being answered: its cookies say who is asking. */
  headers?: HeadersInit | undefined;
  /** Parts of the path, where it has any: `{ token }` for `/reset-password/:token`. */
  params?: Record<string, string> | undefined;
  query?: Record<string, unknown> | undefined;
  /** Only where it can't be known: a name that has not been declared. */
  method?: string | undefined;
  /** The address of the client, where the headers do not tell. */
  clientAddress?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** A call of `auth.api`; rejects with an `APIError` unless `asResponse` is set. */
export interface ApiFunction<Input, Output> {
  /** The whole answer; errors are answers, too. */
  (options: Options<Input> & { asResponse: true }): Promise<Response>;
  (
    options: Options<Input> & { returnHeaders: true; returnStatus: true },
  ): Promise<{ headers: Headers; status: number; response: Output }>;
  (
    options: Options<Input> & { returnHeaders: true },
  ): Promise<{ headers: Headers; response: Output }>;
  (options: Options<Input> & { returnStatus: true }): Promise<{ status: number; response: Output }>;
  (
    ...options: object extends Input ? [options?: Plain<Input>] : [options: Plain<Input>]
  ): Promise<Output>;
}

type Options<Input> = Omit<CallOptions, keyof Input> & Input;
type Plain<Input> = Options<Input> & {
  asResponse?: false;
  returnHeaders?: false;
  returnStatus?: false;
};

type ApiFunctionOf<Call> =
  Call extends OptionalCall<infer Input, infer Output>
    ? ApiFunction<"query" extends keyof Input ? Input : { body?: Input }, Output>
    : Call extends RequiredCall<infer Input, infer Output>
      ? ApiFunction<{ body: Input }, Output>
      : never;

type RoutesOf<Tree, Prefix extends string> = {
  [Name in keyof Tree & string]: Tree[Name] extends (...args: never) => unknown
    ? { name: Joined<Prefix, Name>; call: Tree[Name] }
    : RoutesOf<Tree[Name], Joined<Prefix, Name>>;
}[keyof Tree & string];

type Joined<Prefix extends string, Name extends string> = Prefix extends ""
  ? Name
  : `${Prefix}${Capitalize<Name>}`;

type Irregular = typeof irregularNames;

/** The irregular name where there is one. */
type NameOf<Regular extends string> = {
  [Name in keyof Irregular]: Irregular[Name] extends `/${infer Path}`
    ? Camel<Dashed<Path>> extends Regular
      ? Name
      : never
    : never;
}[keyof Irregular] extends infer Found
  ? [Found] extends [never]
    ? Regular
    : Found & string
  : never;

type Dashed<Text extends string> = Text extends `${infer Head}/${infer Tail}`
  ? `${Head}-${Dashed<Tail>}`
  : Text;

type Camel<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Text;
