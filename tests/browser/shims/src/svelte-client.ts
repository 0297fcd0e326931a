import { createAuthClient } from "signet-auth/svelte";
import { expose } from "./page.js";

export const client = createAuthClient();

expose(client);
