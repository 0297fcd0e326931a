// The host's part of the compiled client is JavaScript.
declare module "*/browser/host.js";
