import type { Session } from "signet-auth/react";
import { authClient } from "./auth-client";
import { Problem } from "./problem";
import { SessionRow } from "./session-row";
import { useAction } from "./use-action";
import { useSessionList } from "./use-session-list";

/** Where the user is signed in, with the means to end that. */
export function SessionList({ current }: { current: Session }) {
  const { sessions, problem, isPending, refetch } = useSessionList();
  const action = useAction();
  const others = sessions.filter(({ token }) => token !== current.token);

  async function revoke(call: Parameters<typeof action.run>[0]) {
    await action.run(call);
    await refetch();
  }

  return (
    <section className="card" aria-labelledby="sessions-title" aria-busy={isPending}>
      <div className="card-head">
        <div>
          <h2 id="sessions-title">Your sessions</h2>
          <p className="card-subtitle">Every browser that is signed in to your account.</p>
        </div>
        {others.length > 0 && (
          <button
            type="button"
            className="button"
            disabled={action.isPending}
            onClick={() => void revoke(() => authClient.revokeOtherSessions())}
          >
            Sign out everywhere else
          </button>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {isPending ? "Loading your sessions…" : ""}
      </p>
      <Problem problem={action.problem ?? problem} />
      {problem?.needsSignIn && (
        <button type="button" className="button" onClick={() => void authClient.signOut()}>
          Sign in again
        </button>
      )}
      {isPending && <div className="skeleton skeleton-row" aria-hidden="true" />}
      <ul className="sessions">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isCurrent={session.token === current.token}
            isDisabled={action.isPending}
            onRevoke={() => void revoke(() => authClient.revokeSession({ token: session.token }))}
          />
        ))}
      </ul>
    </section>
  );
}
