import { tanStackPlugin } from "./tanstack-start-routes.js";
import type { AuthPlugin } from "./options.js";

export { toTanStackStartHandler } from "./tanstack-start-routes.js";

/** Sets the cookies of `auth.api` calls in server functions and server routes (Solid). */
export function tanstackStartCookies(): AuthPlugin {
  const server = () => import("@tanstack/solid-start/server");
  return tanStackPlugin("tanstack-start-cookies-solid", server);
}
