import { headers } from "next/headers";
import { auth } from "@/lib/auth";

/** A protected route of the application's own API. */
export async function GET(): Promise<Response> {
  const session = await auth.api.getSession({ headers: await headers() });
  return session
    ? Response.json({ email: session.user.email })
    : Response.json({ message: "Sign in first" }, { status: 401 });
}
