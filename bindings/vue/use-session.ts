import { getCurrentScope, onScopeDispose, type ShallowRef, shallowReadonly, shallowRef } from "vue";
import type { HookContext } from "../core/create-client.js";
import type { Store } from "../core/store.js";

/** Shows a store as a ref, until the scope it was made in ends. */
export function useStore<Value>(store: Store<Value>): Readonly<ShallowRef<Value>> {
  const state = shallowRef(store.value);
  const stop = store.subscribe((value) => {
    state.value = value;
  });
  if (getCurrentScope()) {
    onScopeDispose(stop);
  }
  return shallowReadonly(state);
}

/** Nuxt's `useFetch`, as far as it is needed. */
export type UseFetch = (
  path: string,
  options: any,
) => PromiseLike<{ data: unknown; error: unknown }>;

/** Reads the session by `useFetch`, so that a server renders it with the visitor's cookies. */
export async function fetchSession(useFetch: UseFetch, context: HookContext) {
  const { baseURL, basePath = "/api/auth", fetchOptions } = context.options;
  // Nuxt forwards cookies to relative addresses only.
  const base = baseURL ? context.baseURL : `/${basePath.replace(/^\/+|\/+$/g, "")}`;
  const { data, error } = await useFetch(`${base}/get-session`, {
    headers: fetchOptions?.headers,
    key: `better-auth:session:${baseURL || "inferred"}:${basePath}`,
    watch: [useStore(context.signal)],
  });
  return { data, isPending: false, error };
}
