// What `build.mjs` puts in the place of these names.

declare module "#glue" {
  /** The glue that wasm-bindgen makes. */
  export function initSync(input: { module: BufferSource | WebAssembly.Module }): unknown;
  export const Client: import("../core/compiled-client.js").CompiledClientClass;
}

declare module "#bytes" {
  /** The module in base64. */
  const bytes: string;
  export default bytes;
}

declare module "#bytes-compressed" {
  /** The module, deflated, in base64. */
  const bytes: string;
  export default bytes;
}

declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "#cookie-cache-glue" {
  /** The glue that wasm-bindgen makes for the crate `cookie-cache`. */
  export function initSync(input: { module: BufferSource | WebAssembly.Module }): unknown;
  /** The JSON of a payload that one of the secrets has signed, and that is not over at `now`. */
  export function open(
    strategy: string,
    cookie: string,
    secrets: string[],
    now: number,
  ): string | undefined;
}

declare module "#cookie-cache-bytes" {
  /** The module in base64. */
  const bytes: string;
  export default bytes;
}
