import { emailOTPClient } from "signet-auth/plugins/email-otp";
import { magicLinkClient } from "signet-auth/plugins/magic-link";
import { passkeyClient } from "signet-auth/plugins/passkey";
import { twoFactorClient } from "signet-auth/plugins/two-factor";
import { usernameClient } from "signet-auth/plugins/username";
import { createAuthClient } from "signet-auth/react";
import { askForSecondStep } from "./second-step-state";

export const authClient = createAuthClient({
  plugins: [
    usernameClient(),
    magicLinkClient(),
    emailOTPClient(),
    passkeyClient(),
    twoFactorClient({
      onTwoFactorRedirect: ({ twoFactorMethods }) => askForSecondStep(twoFactorMethods ?? []),
    }),
  ],
});

/** Who is signed in, with what the plugins add to users. */
export type SignedInUser = typeof authClient.$Infer.Session.user;
