import bytes from "#bytes-compressed";
import { Client, initSync } from "#glue";
import type { CompiledClientClass } from "../core/compiled-client.js";

/**
 * Takes the module from within this file, where it lies compressed.
 *
 * Measured against a file of its own this saves a trip to the server (`benches/client/loading.mjs`),
 * and there is no file that a bundler, a server or a service worker could lose.
 */
export async function load(): Promise<CompiledClientClass> {
  const compressed = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream("deflate"));
  initSync({ module: await WebAssembly.compile(await new Response(stream).arrayBuffer()) });
  return Client;
}
