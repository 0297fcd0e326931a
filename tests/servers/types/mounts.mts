// Compiled, never run: the mounts fit the frameworks' own types.

import { createServer } from "node:http";
import type { Handle, RequestHandler } from "@sveltejs/kit";
import { defineEventHandler } from "h3";
import { Hono } from "hono";
import { sessionMiddleware, toHonoHandler, type SessionVariables } from "signet-auth/hono";
import { toNodeHandler } from "signet-auth/node";
import { toNuxtHandler } from "signet-auth/nuxt";
import { APIError, createAuth, type SessionAndUser } from "signet-auth/server";
import { svelteKitHandler, sveltekitCookies, toSvelteKitHandler } from "signet-auth/svelte-kit";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function same<A, B>(..._: Equal<A, B> extends true ? [] : [never]): void {}

declare const getRequestEvent: () => import("@sveltejs/kit").RequestEvent;

export const auth = createAuth({ plugins: [sveltekitCookies(getRequestEvent)] });

export const handle: Handle = ({ event, resolve }) =>
  svelteKitHandler({ auth, event, resolve, building: false });
export const GET: RequestHandler = toSvelteKitHandler(auth);
export const nuxt = defineEventHandler(toNuxtHandler(auth));
export const server = createServer(toNodeHandler(auth));
export const app = new Hono<{ Variables: SessionVariables }>()
  .on(["GET", "POST"], "/api/auth/*", toHonoHandler(auth))
  .use(sessionMiddleware(auth))
  .get("/me", (c) => c.text(c.get("user")?.name ?? ""));

export async function calls(headers: Headers) {
  const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
  same<typeof found, SessionAndUser | null>();
  const inferred: typeof auth.$Infer.Session | null = found;
  const { user } = await auth.api.signInEmail({ body: { email: "a@b.de", password: "" }, headers });
  const { createdAt }: { createdAt: Date } = user;
  const answer = await auth.api.signOut({ headers, asResponse: true });
  same<typeof answer, Response>();
  const both = await auth.api.listSessions({ headers, returnHeaders: true });
  same<typeof both.headers, Headers>();
  const { status, response } = await auth.api.ok({ returnStatus: true });
  same<typeof status, number>();
  await auth.api.requestPasswordResetCallback({
    params: { token: "" },
    query: { callbackURL: "/" },
  });
  return [inferred, createdAt, both.response.length, response.ok];
}

export async function mistakes(error: unknown) {
  // @ts-expect-error the body is missing
  await auth.api.signInEmail({ headers: {} });
  // @ts-expect-error an argument is needed
  await auth.api.signInEmail();
  // @ts-expect-error the password is missing
  await auth.api.signInEmail({ body: { email: "" } });
  // @ts-expect-error there is no such call
  await auth.api.signInEmial({ body: { email: "", password: "" } });
  // @ts-expect-error no such option
  await auth.api.getSession({ header: {} });
  // @ts-expect-error there may be nobody
  (await auth.api.getSession()).user;
  if (error instanceof APIError) {
    const code: string | undefined = error.body?.code;
    return code;
  }
  return undefined;
}
