import { tanStackPlugin } from "./tanstack-start-routes.js";
import type { AuthPlugin } from "./options.js";

export { toTanStackStartHandler } from "./tanstack-start-routes.js";

/** Sets the cookies of `auth.api` calls in server functions and server routes (React). */
export function tanstackStartCookies(): AuthPlugin {
  return tanStackPlugin("tanstack-start-cookies", () => import("@tanstack/react-start/server"));
}
