// Everything that is in the entries of the single plugins. A bundler leaves out what is not used.

export * from "./email-otp/index.js";
export * from "./magic-link/index.js";
export * from "./oauth-popup/index.js";
export * from "./one-tap/index.js";
export * from "./passkey/index.js";
export * from "./two-factor/index.js";
export * from "./username/index.js";
