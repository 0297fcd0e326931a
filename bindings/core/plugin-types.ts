// What plugins add to the types of a client.

import type { SessionAndUser, SignUpEmail, UpdateUser, User } from "../generated/models.js";
import type { OptionalCall, RequiredCall } from "./fetch-types.js";
import type { SessionState } from "./types.js";

/** What the server's half of a plugin adds to the client. No values, for types only. */
export interface ServerPlugin<Calls, Shown = object, Settable = object> {
  /** Better Auth's client takes a plugin whose server half might have one. */
  readonly id?: string;
  /** The calls of its routes, in the form of {@link Routes}. */
  readonly routes: Calls;
  /** The fields that it adds to users. */
  readonly userFields?: Shown;
  /** Those that users may set themselves. */
  readonly userInput?: Settable;
}

/** The routes that a plugin adds. */
export type PluginRoutes<Plugin> = Plugin extends {
  $InferServerPlugin: ServerPlugin<infer Tree, any, any>;
}
  ? Tree
  : object;

/** The fields that the plugins of a client add to users. */
export type UserFields<Options> = Options extends { plugins: (infer Plugin)[] }
  ? Intersection<
      Plugin extends { $InferServerPlugin: ServerPlugin<any, infer Shown, any> } ? Shown : object
    >
  : object;

/** Those that users may set themselves. */
export type UserInput<Options> = Options extends { plugins: (infer Plugin)[] }
  ? Intersection<
      Plugin extends { $InferServerPlugin: ServerPlugin<any, any, infer Settable> }
        ? Settable
        : object
    >
  : object;

/** Calls with the fields of users that plugins add. */
export type Extended<Tree, Options> = Options extends { plugins: unknown[] }
  ? WithFields<Tree, UserFields<Options>, UserInput<Options>>
  : Tree;

type WithFields<Tree, Shown, Settable> = {
  [Name in keyof Tree]: Tree[Name] extends OptionalCall<infer Input, infer Output>
    ? OptionalCall<Taken<Input, Settable>, Answered<Output, Shown>> &
        WithFields<Tree[Name], Shown, Settable>
    : Tree[Name] extends RequiredCall<infer Input, infer Output>
      ? RequiredCall<Taken<Input, Settable>, Answered<Output, Shown>> &
          WithFields<Tree[Name], Shown, Settable>
      : WithFields<Tree[Name], Shown, Settable>;
};

type Taken<Input, Settable> =
  Input extends Pick<SignUpEmail, "email" | "password" | "name">
    ? Input & Settable
    : UpdateUser extends Input
      ? Input extends UpdateUser
        ? Input & Settable
        : Input
      : Input;

type Answered<Output, Shown> = Output extends User
  ? Output & Shown
  : "user" extends keyof Output
    ? Output["user"] extends User
      ? Output & { user: Shown }
      : Output["user"] extends User | null | undefined
        ? Output & { user?: Shown | null }
        : Output
    : Output;

/** Session and user, with the fields that plugins add. */
export type SessionOf<Options> = Options extends { plugins: unknown[] }
  ? SessionAndUser & { user: UserFields<Options> }
  : SessionAndUser;

/** The state of the session, with the fields that plugins add to its user. */
export type SessionStateOf<Options> = SessionState<SessionOf<Options>>;

/** The stores that the plugins of a client have hooks for, by the names of those. */
export type PluginStores<Options> = Options extends { plugins: (infer Plugin)[] }
  ? Intersection<
      Plugin extends { getAtoms(...args: never): infer Atoms }
        ? {
            [
              Name in keyof Atoms & string as Name extends `$${string}`
                ? never
                : `use${Capitalize<Name>}`
            ]: Atoms[Name];
          }
        : object
    >
  : object;

/** What a store holds. */
export type ValueOf<Atom> = Atom extends { get(): infer Value } ? Value : never;

/** All members of a union at once. */
export type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;
