import { nextCookies } from "signet-auth/next";
import { createAuth } from "signet-auth/server";

/**
 * The server's side. `SIGNET_URL` is where users find this application, `SIGNET_SERVER_URL` where
 * `signet` listens.
 */
export const auth = createAuth({ plugins: [nextCookies()] });
