import type { Call } from "../../core/types.js";
import type { EnableTwoFactor, TwoFactorRoutes } from "../../generated/plugins/two-factor.js";

/** What enabling gives, by the method that was chosen. */
export type EnabledTwoFactor =
  | {
      method: "totp";
      /** What an application scans. It holds the secret. */
      totpURI: string;
      /** Codes for when the application is lost. They are shown this once. */
      backupCodes: string[];
    }
  | { method: "otp" };

/** The calls of the plugin. */
export interface TwoFactorCalls {
  twoFactor: Omit<TwoFactorRoutes["twoFactor"], "enable"> & {
    /** Begins to protect the user with a second factor. */
    enable: Call<EnableTwoFactor | undefined, EnabledTwoFactor>;
  };
}
