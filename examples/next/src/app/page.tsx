import { headers } from "next/headers";
import Link from "next/link";
import { auth } from "@/lib/auth";
import { AccountForm } from "./account-form";
import { LiveSession } from "./live-session";

/** Rendered on the server, from the session. */
export default async function Page() {
  const session = await auth.api.getSession({ headers: await headers() });
  return (
    <>
      <h1>{session ? `Hello ${session.user.name}` : "Hello guest"}</h1>
      {session ? <Link href="/dashboard">To the dashboard</Link> : <AccountForm />}
      <LiveSession userOnServer={session?.user.id} />
    </>
  );
}
