import module from "../signet_auth_cookie_cache_bg.wasm?module";
import * as glue from "#cookie-cache-glue";

/** Takes the module that was compiled beforehand: these runtimes compile none while they run. */
export function load(): Pick<typeof glue, "open"> {
  glue.initSync({ module });
  return glue;
}
