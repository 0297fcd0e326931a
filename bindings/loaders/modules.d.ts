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
