// The host's parts of the compiled client, and of Rust front ends, are JavaScript.
declare module "*/browser/host.js";
declare module "*/browser/passkeys.js";
