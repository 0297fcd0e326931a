import { ownSignals } from "./atom-listeners.js";
import { baseURL } from "./base-url.js";
import { createClientProxy, type RouteTable } from "./client-proxy.js";
import {
  type CompiledClient,
  type CompiledClientClass,
  compiledClientClass,
  isPromise,
} from "./compiled-client.js";
import { merge } from "./merge.js";
import { createSessionStore, onServer, type PublishedState } from "./session-store.js";
import { createStore, type Store } from "./store.js";
import type { AuthClientOptions, SessionAndUser } from "./types.js";

/** How a framework reads stores. */
export interface Framework {
  /** Makes what `client.useSession` is out of the session's store, and so for plugins' stores. */
  hook(store: Store<any>, context: HookContext): unknown;
  /** Whether the environment may name the server. Default `true`. */
  loadEnv?: boolean;
}

/** What a hook may need besides its store. */
export interface HookContext {
  options: AuthClientOptions;
  /** The address of the server. */
  baseURL: string;
  /** Changes its value whenever the session should be asked for again. */
  signal: Store<boolean>;
}

/** Makes a client. The compiled part comes later where it has to; calls wait for it. */
export function createClient(options: AuthClientOptions = {}, framework: Framework): object {
  const resolved = { ...options, baseURL: baseURL(options, framework.loadEnv !== false) };
  let arriving: CompiledClient | Promise<CompiledClient> | undefined;

  const signal = createStore(false);
  const watch = () => void whenArrived(tellWhetherWatched);
  const session = createSessionStore(options.initialSession, refetch, {
    mount: watch,
    unmount: watch,
  });
  let watched = false;

  // Listeners may have come and gone before the client arrived, so what counts is how it is now.
  function tellWhetherWatched(client: CompiledClient): void {
    if (watched !== session.lc > 0) {
      watched = !watched;
      if (watched) {
        client.mount();
      } else {
        client.unmount();
      }
    }
  }

  function start(): CompiledClient | Promise<CompiledClient> {
    if (!arriving) {
      const compiled = compiledClientClass();
      arriving = isPromise(compiled) ? compiled.then(construct) : construct(compiled);
      if (isPromise(arriving)) {
        arriving.catch(failed);
      }
    }
    return arriving;
  }

  function construct(compiled: CompiledClientClass): CompiledClient {
    const client = new compiled(resolved, session.publish);
    arriving = client; // Before a listener can ask for it.
    tellWhetherWatched(client);
    return client;
  }

  function failed(error: unknown): void {
    arriving = undefined;
    // Nobody should wait for a session that can't come.
    session.publish({
      data: session.value.data,
      error: error as PublishedState["error"],
      isPending: false,
      isRefetching: false,
    });
  }

  /** Does something with the compiled client, now if it is there. A failure is in the store. */
  function whenArrived(use: (client: CompiledClient) => unknown): void | Promise<void> {
    try {
      const client = start();
      if (isPromise(client)) {
        return client.then(use, () => {}) as Promise<void>;
      }
      return use(client) as void | Promise<void>;
    } catch (error) {
      failed(error);
    }
  }

  async function refetch(query?: object): Promise<void> {
    await whenArrived((client) => client.refetch(query));
  }

  const $fetch = async (path: string, fetchOptions?: object) =>
    (await start()).fetch(path, fetchOptions);
  const atoms: Record<string, Store<unknown>> = {
    session,
    $sessionSignal: Object.assign(signal, { set: changeSignal(signal.set) }),
  };
  const $store = {
    atoms,
    notify(name: string) {
      const atom = atoms[name] as typeof signal;
      atom.set(!atom.value);
    },
    listen(name: string, listener: (value: unknown) => void) {
      atoms[name]!.subscribe(listener);
    },
  };

  function changeSignal(set: (value: boolean) => void) {
    return (value: boolean) => {
      set(value);
      void whenArrived((client) => client.notify());
    };
  }

  function hydrateSession(known: SessionAndUser | null): void {
    if (onServer()) {
      return;
    }
    const { data } = session.value;
    if (arriving && !isPromise(arriving)) {
      arriving.hydrate(known);
    } else if (known && !data) {
      resolved.initialSession = known;
      session.publish({ data: known, error: null, isPending: false, isRefetching: false });
    }
  }

  let actions: RouteTable = {};
  const { plugins = [] } = options;
  for (const plugin of plugins) {
    Object.assign(atoms, plugin.getAtoms?.($fetch));
    actions = merge(actions, plugin.getActions?.($fetch, $store, options) as RouteTable);
  }
  resolved.plugins = [...plugins, ownSignals(plugins, atoms)];
  const hooks: RouteTable = {};
  const context = { options, baseURL: resolved.baseURL, signal };
  for (const [name, atom] of Object.entries(atoms)) {
    hooks[`use${name.charAt(0).toUpperCase()}${name.slice(1)}`] = framework.hook(atom, context);
  }
  if (!onServer()) {
    void whenArrived(() => {});
  }
  return createClientProxy(
    { ...actions, ...hooks, hydrateSession, $fetch, $store },
    async (path, args) => (await start()).call(path, args),
  );
}
