// Checked by `tsc`, never run: what plugins add to a client.

import type { Call } from "../core/fetch-types.js";
import type { AuthClientPlugin, ServerPlugin } from "../core/types.js";
import { oauthPopupClient, type SignInPopupResult } from "../plugins/index.js";
import { createAuthClient, type ReactAuthClient } from "../react/index.js";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function same<A, B>(..._: Equal<A, B> extends true ? [] : [never]): void {}

/** As the client half of a plugin with routes of its own looks. */
function greetingClient() {
  return {
    id: "greeting",
    $InferServerPlugin: {} as ServerPlugin<{
      greeting: { send: Call<{ to: string }, { sent: boolean }> };
      signIn: { greeting: Call<{ name: string } | undefined, { token: string }> };
    }>,
    $ERROR_CODES: { NOBODY_THERE: { code: "NOBODY_THERE", message: "Nobody there" } },
    pathMethods: { "/greeting/send": "POST" },
    atomListeners: [{ matcher: (path) => path === "/sign-in/greeting", signal: "$sessionSignal" }],
  } as const satisfies AuthClientPlugin;
}

const client = createAuthClient({ plugins: [oauthPopupClient(), greetingClient()] });

export async function actions() {
  const { data, error } = await client.signIn.popup({ provider: "github", scopes: ["repo"] });
  same<typeof data, SignInPopupResult["data"]>();
  await client.signIn.popup({ providerId: "a provider of the server's own", timeoutMs: 60_000 });
  // @ts-expect-error milliseconds are a number
  await client.signIn.popup({ provider: "github", timeoutMs: "60" });
  // @ts-expect-error no such option
  await client.signIn.popup({ provider: "github", loginHint: "ada" });
  return error?.message;
}

export async function routes() {
  const { data, error } = await client.greeting.send({ to: "ada" }, { timeout: 1000 });
  same<typeof data, { sent: boolean } | null>();
  // The core's own are still there beside it.
  await client.signIn.email({ email: "a@b.c", password: "password" });
  await client.signIn.greeting();
  // @ts-expect-error somebody must be greeted
  await client.greeting.send({});
  return error?.status;
}

export async function throwing() {
  const strict = createAuthClient({
    plugins: [greetingClient()],
    fetchOptions: { throw: true },
  });
  const { sent }: { sent: boolean } = await strict.greeting.send({ to: "ada" });
  const { token }: { token: string } = await strict.signIn.greeting();
  return [sent, token];
}

export function codes(code: string) {
  const known: keyof typeof client.$ERROR_CODES = "POPUP_BLOCKED";
  const texts: Partial<Record<keyof typeof client.$ERROR_CODES, string>> = {
    INVALID_EMAIL: "…",
    POPUP_CLOSED: "…",
    NOBODY_THERE: "…",
  };
  // @ts-expect-error no plugin has this one
  const unknown: keyof typeof client.$ERROR_CODES = "POPUP_BROKEN";
  return [known, unknown, texts[code as keyof typeof texts]];
}

/** A client with more plugins is one with fewer. */
export const plain: ReactAuthClient<object> = client;

export function missing() {
  // @ts-expect-error the plugin is not there
  return createAuthClient().signIn.popup;
}
