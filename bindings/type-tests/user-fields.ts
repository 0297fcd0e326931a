// Checked by `tsc`, never run: what plugins add to users, wherever a client shows them.

import { magicLinkClient, twoFactorClient, usernameClient } from "../plugins/index.js";
import { createAuthClient, type ReactAuthClient } from "../react/index.js";
import { createAuthClient as createVueClient } from "../vue/index.js";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function same<A, B>(..._: Equal<A, B> extends true ? [] : [never]): void {}

type Name = string | null | undefined;

const client = createAuthClient({ plugins: [usernameClient(), magicLinkClient()] });

export async function shown() {
  const session = client.useSession().data!;
  same<typeof session.user.username, Name>();
  same<typeof session.user.email, string>();
  same<typeof client.$Infer.Session.user.displayUsername, Name>();
  const asked = await client.getSession();
  same<NonNullable<typeof asked.data>["user"]["displayUsername"], Name>();
  const signedIn = await client.signIn.email({ email: "a@b.c", password: "password" });
  same<NonNullable<typeof signedIn.data>["user"]["username"], Name>();
  const named = await client.signIn.username({ username: "ada", password: "password" });
  same<NonNullable<typeof named.data>["user"]["username"], Name>();
  const linked = await client.magicLink.verify({ query: { token: "t" } });
  same<NonNullable<typeof linked.data>["user"]["username"], Name>();
  const vue = createVueClient({ plugins: [usernameClient()] }).useSession().value.data!;
  same<typeof vue.user.username, Name>();
}

export async function of_several_plugins() {
  const both = createAuthClient({ plugins: [usernameClient(), twoFactorClient()] });
  const { user } = both.useSession().data!;
  same<typeof user.username, Name>();
  same<typeof user.twoFactorEnabled, boolean | null | undefined>();
  // Only the server says who has a second factor, so the text is one of any field's.
  const fields: Parameters<typeof both.signUp.email>[0] = {
    email: "a@b.c",
    password: "password",
    name: "Ada",
    username: "ada",
  };
  return fields;
}

export async function settable() {
  const ada = { email: "a@b.c", password: "password", name: "Ada" };
  await client.signUp.email({ ...ada, username: "ada", displayUsername: "Ada L." });
  await client.signUp.email(ada);
  await client.updateUser({ username: "ada" });
  // @ts-expect-error names are texts
  await client.signUp.email({ ...ada, username: 1 });
  // @ts-expect-error names are texts
  await client.updateUser({ displayUsername: 1 });
  // @ts-expect-error an address is needed
  await client.signUp.email({ username: "ada", password: "password", name: "Ada" });
}

export async function without_display_names() {
  const plain = createAuthClient({ plugins: [usernameClient({ displayUsername: false })] });
  same<typeof plain.$Infer.Session.user.username, Name>();
  same<typeof plain.$Infer.Session.user.displayUsername, unknown>();
}

export async function throwing() {
  const strict = createAuthClient({ plugins: [usernameClient()], fetchOptions: { throw: true } });
  const { user } = await strict.signIn.username({ username: "ada", password: "password" });
  same<typeof user.username, Name>();
  const { available }: { available: boolean } = await strict.isUsernameAvailable({
    username: "ada",
  });
  return available;
}

/** A client with more plugins is one with fewer. */
export const plain: ReactAuthClient<object> = client;
