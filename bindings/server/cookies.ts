export { getCookieCache } from "./cookie-cache.js";
export type { CookieCacheOptions, CookieCachePayload, VersionOf } from "./cookie-cache.js";
export { getSessionCookie } from "./session-cookie.js";
export type { SessionCookieOptions } from "./session-cookie.js";
