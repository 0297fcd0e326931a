import { createAuth } from "signet-auth/server";

/**
 * `SIGNET_URL` is where users find this application, `SIGNET_SERVER_URL` where `signet` listens.
 */
export const auth = createAuth();
