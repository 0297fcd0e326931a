import { createAuthClient } from "signet-auth/vue";
import { expose } from "./page.js";

export const client = createAuthClient();

expose(client);
