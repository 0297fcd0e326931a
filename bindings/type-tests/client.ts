// Checked by `tsc`, never run: each `@ts-expect-error` is a program that must not compile.

import type { ShallowRef } from "vue";
import type { Accessor } from "solid-js";
import { createAuthClient as createReactClient, type Session, type User } from "../react/index.js";
import { createAuthClient as createSolidClient } from "../solid/index.js";
import { createAuthClient as createSvelteClient } from "../svelte/index.js";
import { createAuthClient as createVanillaClient, type AuthClient } from "../vanilla/index.js";
import { createAuthClient as createVueClient } from "../vue/index.js";
import type { SessionAndUser, SessionState, Store } from "../core/types.js";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function same<A, B>(..._: Equal<A, B> extends true ? [] : [never]): void {}

const client = createReactClient({ sessionOptions: { refetchInterval: 60 } });
const email = "a@b.c";
const password = "password";

export async function results() {
  const result = await client.signIn.email({ email, password, rememberMe: false });
  if (result.error) {
    same<typeof result.data, null>();
    const { status, message }: { status: number; message?: string } = result.error;
    return [status, message, result.error.code === "INVALID_EMAIL_OR_PASSWORD"];
  }
  const { user, token } = result.data;
  const { createdAt }: { createdAt: Date } = user;
  return [createdAt, token];
}

export async function sessions() {
  const { data } = await client.getSession();
  same<typeof data, SessionAndUser | null>();
  await client.getSession({ query: { disableCookieCache: true } });
  const { data: list } = await client.listSessions();
  same<typeof list, Session[] | null>();
  await client.revokeSession({ token: list?.[0]?.token ?? "" });
  await client.revokeSessions();
  await client.signOut({ fetchOptions: { onSuccess: ({ response }) => response.ok } });
}

export async function throwing() {
  const data = await client.signUp.email({ name: "A", email, password }, { throw: true });
  same<typeof data.user, User>();
  const first = await client.getSession({ fetchOptions: { throw: true } });
  same<typeof first, SessionAndUser | null>();

  const strict = createReactClient({ fetchOptions: { throw: true } });
  const session = await strict.getSession();
  same<typeof session, SessionAndUser | null>();
  same<ReturnType<typeof strict.useSession>, SessionState>();
}

export async function hooks() {
  await client.signIn.email(
    { email, password },
    {
      onRequest: (context) => context.headers.set("x-a", "b"),
      onSuccess: async ({ data }) => data,
      onError: ({ error, response }) => [error.message, error.code, response.headers],
      retry: { type: "exponential", attempts: 3, baseDelay: 100, maxDelay: 1000 },
      timeout: 1000,
      signal: new AbortController().signal,
    },
  );
}

export function frameworks() {
  same<ReturnType<typeof client.useSession>, SessionState>();
  const vue = createVueClient().useSession();
  same<typeof vue, Readonly<ShallowRef<SessionState>>>();
  const svelte = createSvelteClient().useSession();
  same<typeof svelte, Store<SessionState>>();
  const solid = createSolidClient().useSession();
  same<typeof solid, Accessor<SessionState>>();
  const vanilla = createVanillaClient().useSession;
  same<typeof vanilla, Store<SessionState>>();
  client.hydrateSession(client.useSession().data);
  void client.useSession().refetch({ query: { disableRefresh: true } });
}

export function plugins() {
  const greeting = { id: "greeting", getActions: () => ({ greeting: { say: () => "hello" } }) };
  const counter = { id: "counter", getActions: () => ({ count: () => 1 }) };
  const extended = createVanillaClient({ plugins: [greeting, counter] });
  same<ReturnType<typeof extended.greeting.say>, string>();
  same<ReturnType<typeof extended.count>, number>();
  const plain: AuthClient<object> = extended;
  return plain;
}

export function inferred(session: typeof client.$Infer.Session): string {
  const code: keyof typeof client.$ERROR_CODES = "INVALID_EMAIL";
  return session.user.email + session.session.expiresAt.toISOString() + code;
}

export async function mistakes() {
  // @ts-expect-error the password is missing
  await client.signIn.email({ email });
  // @ts-expect-error an argument is needed
  await client.signIn.email();
  // @ts-expect-error no such option
  await client.signIn.email({ email, password, remember: true });
  // @ts-expect-error a token is a string
  await client.revokeSession({ token: 1 });
  // @ts-expect-error there is no such call
  await client.signIn.emial({ email, password });
  // @ts-expect-error seconds are a number
  createReactClient({ sessionOptions: { refetchInterval: "60" } });
  // @ts-expect-error no such strategy
  await client.getSession({ fetchOptions: { retry: { type: "random", attempts: 3 } } });
  // @ts-expect-error data may be missing when it was an error
  (await client.listSessions()).data.length;
  // @ts-expect-error no such code
  const code: keyof typeof client.$ERROR_CODES = "NO_SUCH_CODE";
  return code;
}
