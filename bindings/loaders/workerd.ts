import module from "../signet_auth_bg.wasm?module";
import { Client, initSync } from "#glue";
import type { CompiledClientClass } from "../core/compiled-client.js";

/** Takes the module that was compiled beforehand: these runtimes compile none while they run. */
export function load(): CompiledClientClass {
  initSync({ module });
  return Client;
}
