/** A value that can be read and watched, in the form of nanostores and of Svelte's contract. */
export interface Store<Value> {
  /** The value; asks for it first when nobody watches. */
  get(): Value;
  /** The value as it is, without asking for it. */
  readonly value: Value;
  /** Calls back after each change. Returns the function that ends this. */
  listen(listener: (value: Value, previous?: Value) => void): () => void;
  /** As {@link listen}, and calls back once with the present value. */
  subscribe(listener: (value: Value, previous?: Value) => void): () => void;
  /** How many listen. */
  readonly lc: number;
}

/** A store whose owner can change it. */
export interface WritableStore<Value> extends Store<Value> {
  /** Changes the value and tells everybody, also those who come to listen meanwhile. */
  set(value: Value): void;
}

/** What the first listener and the last one set in motion. */
export interface Lifecycle {
  /** Whether nothing will ever change here, so that there is no use in listening. */
  standsStill(): boolean;
  mount(): void;
  unmount(): void;
}

/** Makes a store. Its functions need no `this`, so they can be passed around. */
export function createStore<Value>(initial: Value, lifecycle?: Lifecycle): WritableStore<Value> {
  type Listener = (value: Value, previous?: Value) => void;
  const listeners = new Set<{ call: Listener }>();
  let value = initial;

  function listen(call: Listener): () => void {
    if (lifecycle?.standsStill()) {
      return () => {};
    }
    const listener = { call };
    listeners.add(listener);
    if (listeners.size === 1) {
      lifecycle?.mount();
    }
    return () => {
      if (listeners.delete(listener) && !listeners.size) {
        lifecycle?.unmount();
      }
    };
  }

  return {
    get() {
      if (lifecycle && !listeners.size) {
        // Whoever only reads wants an answer some time, too.
        listen(() => {})();
      }
      return value;
    },
    get value() {
      return value;
    },
    get lc() {
      return listeners.size;
    },
    listen,
    subscribe(listener) {
      const stop = listen(listener);
      listener(value);
      return stop;
    },
    set(next) {
      const previous = value;
      value = next;
      for (const listener of [...listeners]) {
        if (value !== next) {
          return; // A listener changed it again, and all have been told.
        }
        if (listeners.has(listener)) {
          try {
            listener.call(next, previous);
          } catch (error) {
            // One listener's failure must not keep the news from the others.
            queueMicrotask(() => {
              throw error;
            });
          }
        }
      }
    },
  };
}
