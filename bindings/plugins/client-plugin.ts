// What plugins are written against. It is the part that Better Auth's client and this one share,
// so that a plugin runs in both.

/** The client's `$fetch`. */
export type PluginFetch = (path: string, options?: any) => Promise<any>;

/** What a plugin needs of the client's `$store`. */
export interface PluginStore {
  /** Says that what a store shows has changed on the server. */
  notify(name: string): void;
}

/** What a plugin may want to know of the options of `createAuthClient`. */
export interface PluginContext {
  baseURL?: string | undefined;
  basePath?: string | undefined;
}

/** Hooks of a plugin around every request: those of `FetchHooks`, in types that both clients take. */
export interface PluginHooks {
  id: string;
  name: string;
  hooks: { [Name in "onRequest" | "onResponse" | "onSuccess" | "onError"]?: (context: any) => any };
}
