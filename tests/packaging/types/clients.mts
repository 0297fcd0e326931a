import { createAuthClient as createVanillaClient } from "signet-auth";
import { createAuthClient as createInlineClient } from "signet-auth/inline";
import { createAuthClient as createReactClient } from "signet-auth/react";
import { createAuthClient as createSolidClient } from "signet-auth/solid";
import { createAuthClient as createSvelteClient } from "signet-auth/svelte";
import { createAuthClient as createVueClient } from "signet-auth/vue";

// What is exported without a type of its own must have one that a declaration can name.
export const inlineClient = createInlineClient();
export const reactClient = createReactClient({ fetchOptions: { throw: true } });
export const solidClient = createSolidClient({ baseURL: "https://a.example" });
export const svelteClient = createSvelteClient();
export const vanillaClient = createVanillaClient();
export const vueClient = createVueClient();

export const { signIn, signOut, useSession } = createReactClient();
export const signInEmail = createVanillaClient().signIn.email;
export type SignedIn = typeof vanillaClient.$Infer.Session;
