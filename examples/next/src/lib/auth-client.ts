import { createAuthClient } from "signet-auth/react";

export const authClient = createAuthClient();
