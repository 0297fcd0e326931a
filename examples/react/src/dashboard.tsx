import type { Session, User } from "signet-auth/react";
import { Brand } from "./brand";
import { Explanation } from "./explanation";
import { SessionCard } from "./session-card";
import { SessionQueryCard } from "./session-query-card";
import { SessionList } from "./session-list";
import { SignOutButton } from "./sign-out-button";

/** What a user sees. */
export function Dashboard({ user, session }: { user: User; session: Session }) {
  return (
    <main className="page">
      <header className="bar">
        <Brand />
        <div className="bar-end">
          <a href="#account">Account</a>
          <SignOutButton />
        </div>
      </header>
      <h1>Hello {user.name || user.email}</h1>
      <p className="lead">
        Both cards show the same session, read in two ways. Sign out in another tab and watch this
        one follow.
      </p>
      <div className="pair">
        <SessionCard
          title="useSession()"
          subtitle="Signet’s hook: always up to date"
          user={user}
          session={session}
        />
        <SessionQueryCard />
      </div>
      <SessionList current={session} />
      <Explanation />
    </main>
  );
}
