import bytes from "#cookie-cache-bytes";
import * as glue from "#cookie-cache-glue";

let loaded = false;

/** Takes the module from within this file, once. */
export function load(): Pick<typeof glue, "open"> {
  if (!loaded) {
    const module = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
    glue.initSync({ module });
    loaded = true;
  }
  return glue;
}
