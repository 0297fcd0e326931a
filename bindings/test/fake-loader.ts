import type { CompiledClient, CompiledClientClass } from "../core/compiled-client.js";
import type { PublishedState } from "../core/session-store.js";

/** Stands for the compiled client: remembers what it is told and publishes what a test says. */
export class FakeClient implements CompiledClient {
  static readonly all: FakeClient[] = [];
  readonly told: unknown[][] = [];

  constructor(
    readonly options: Record<string, unknown>,
    readonly publish: (state: PublishedState) => void,
  ) {
    FakeClient.all.push(this);
  }

  async call(path: string[], args: unknown[]): Promise<unknown> {
    this.told.push(["call", path, args]);
    return { data: path.join("."), error: null };
  }

  async fetch(path: string, options?: object): Promise<unknown> {
    this.told.push(["fetch", path, options]);
    return { data: path, error: null };
  }

  mount(): void {
    this.told.push(["mount"]);
  }

  unmount(): void {
    this.told.push(["unmount"]);
  }

  async refetch(options?: object): Promise<void> {
    this.told.push(["refetch", options]);
  }

  hydrate(session: unknown): void {
    this.told.push(["hydrate", session]);
  }

  notify(): void {
    this.told.push(["notify"]);
  }
}

/** How the fake arrives: `"at once"`, when a test says so, or not at all. */
export const arrival = {
  loads: 0,
  next: undefined as Promise<unknown> | undefined,
};

/** A promise for {@link arrival}, and what settles it. */
export function delivery() {
  let arrive!: () => void;
  let fail!: (reason: Error) => void;
  const promise = new Promise<void>((resolve, reject) => {
    arrive = resolve;
    fail = reject;
  });
  return { promise, arrive, fail };
}

export function load(): CompiledClientClass | Promise<CompiledClientClass> {
  arrival.loads += 1;
  const loaded = FakeClient as unknown as CompiledClientClass;
  return arrival.next ? arrival.next.then(() => loaded) : loaded;
}
