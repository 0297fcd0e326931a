import bytes from "#bytes";
import { Client, initSync } from "#glue";
import type { CompiledClientClass } from "../core/compiled-client.js";

/** Takes the module from within this file, at once. For servers, tests and strict surroundings. */
export function load(): CompiledClientClass {
  const module = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
  initSync({ module });
  return Client;
}
