import { Client, initSync } from "#glue";
import type { CompiledClientClass } from "../core/compiled-client.js";

/** Streams the module as an asset of its own. */
export async function load(): Promise<CompiledClientClass> {
  try {
    initSync({ module: await stream() });
    return Client;
  } catch {
    // Not every bundler and server brings the asset along: then as part of a script.
    return (await import("./browser.js")).load();
  }
}

async function stream(): Promise<WebAssembly.Module> {
  // Bundlers know this form and copy the file.
  const response = fetch(new URL("../signet_auth_bg.wasm", import.meta.url));
  try {
    return await WebAssembly.compileStreaming(response.then((answer) => answer.clone()));
  } catch {
    // A server that does not know the file's type.
    return WebAssembly.compile(await (await response).arrayBuffer());
  }
}
