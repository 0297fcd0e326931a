/** What a client has besides its paths. */
export interface RouteTable {
  [name: string]: unknown;
}

/** Calls the path that a user has spelled. */
export type CallPath = (path: string[], args: unknown[]) => Promise<unknown>;

/**
 * Makes the object on which every property is a path and every path can be called.
 *
 * Functions and stores of `routes` are found first, at any depth; a group there may have more
 * members on the server.
 */
export function createClientProxy(routes: RouteTable, call: CallPath, path: string[] = []): object {
  return new Proxy(function () {}, {
    get(_, name) {
      // An object with these is taken for a promise, and awaiting the client would call the server.
      if (typeof name !== "string" || /^(then|catch|finally)$/.test(name)) {
        return undefined;
      }
      const extended = [...path, name];
      const found = find(routes, extended);
      return typeof found === "function" || isStore(found)
        ? found
        : createClientProxy(routes, call, extended);
    },
    apply: (_, __, args) => call(path, args),
  });
}

function find(routes: RouteTable, path: string[]): unknown {
  let found: unknown = routes;
  for (const name of path) {
    // `in`, not own properties: `String(client)` and `client.hasOwnProperty` work as on any object.
    found =
      typeof found === "object" && found && name in found ? (found as RouteTable)[name] : undefined;
  }
  return found;
}

function isStore(value: unknown): boolean {
  const store = value as { get?: unknown; lc?: unknown } | undefined;
  return typeof store?.get === "function" && typeof store.lc === "number";
}
