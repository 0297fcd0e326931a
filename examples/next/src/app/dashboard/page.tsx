import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { auth } from "@/lib/auth";
import { signOut } from "../actions";
import { LiveSession } from "../live-session";

/** Only for those who are signed in. */
export default async function Dashboard() {
  const session = await auth.api.getSession({ headers: await headers() });
  if (!session) {
    redirect("/");
  }
  return (
    <>
      <h1>Dashboard</h1>
      <p>
        Signed in as <strong>{session.user.email}</strong> until{" "}
        {session.session.expiresAt.toISOString().slice(0, 10)}.
      </p>
      <form action={signOut}>
        <button>Sign out</button>
      </form>
      <LiveSession userOnServer={session.user.id} />
    </>
  );
}
