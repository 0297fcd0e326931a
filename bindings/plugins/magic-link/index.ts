import type { ServerPlugin } from "../../core/types.js";
import type { MagicLinkRoutes } from "../../generated/plugins/magic-link.js";

export type * from "../../generated/plugins/magic-link.js";

/**
 * Sign-in by a link in a mail: `signIn.magicLink` sends it, `magicLink.verify` takes it. The server
 * needs its `magic_link` plugin.
 */
export function magicLinkClient() {
  return { id: "magic-link" as const, $InferServerPlugin: {} as ServerPlugin<MagicLinkRoutes> };
}
