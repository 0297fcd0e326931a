import { headers } from "next/headers";
import Link from "next/link";
import { auth } from "@/lib/auth";
import { AccountForm } from "./account-form";
import { LiveSession } from "./live-session";
import { SocialSignIn } from "./social-sign-in";

/** Rendered on the server, from the session. */
export default async function Page() {
  const session = await auth.api.getSession({ headers: await headers() });
  return (
    <>
      <h1>{session ? `Hello ${session.user.name}` : "Hello guest"}</h1>
      {session ? (
        <Link href="/dashboard">To the dashboard</Link>
      ) : (
        <>
          <AccountForm />
          <SocialSignIn providers={providers()} />
        </>
      )}
      <LiveSession userOnServer={session?.user.id} />
    </>
  );
}

/** Those that `signet` has. */
function providers(): string[] {
  return (process.env.SOCIAL_PROVIDERS ?? "").split(",").filter(Boolean);
}
