import type { SuccessContext } from "../../core/fetch-types.js";
import type { PluginHooks } from "../client-plugin.js";
import { navigate } from "../navigation.js";

/** What `twoFactorClient` takes. */
export interface TwoFactorClientOptions {
  /** The page that asks for the second factor. Going there loads it. */
  twoFactorPage?: string | undefined;
  /** Called instead when a sign-in needs a second factor; its methods are `totp` and `otp`. */
  onTwoFactorRedirect?:
    ((context: { twoFactorMethods?: string[] }) => void | Promise<void>) | undefined;
}

/** Goes on where the second factor is asked for, once a sign-in needs one. */
export function redirect({
  twoFactorPage,
  onTwoFactorRedirect,
}: TwoFactorClientOptions = {}): PluginHooks {
  return {
    id: "two-factor",
    name: "two-factor",
    hooks: {
      async onSuccess({ data }: SuccessContext) {
        if (!data?.twoFactorRedirect) {
          return;
        }
        if (onTwoFactorRedirect) {
          await onTwoFactorRedirect({ twoFactorMethods: data.twoFactorMethods });
        } else if (twoFactorPage && typeof window !== "undefined") {
          navigate(twoFactorPage);
        }
      },
    },
  };
}
