import { AccountForm } from "./account-form";
import { authClient } from "./auth-client";
import { Dashboard } from "./dashboard";
import { Loading } from "./loading";
import { Introduction } from "./introduction";
import { useQueriesPerSession } from "./use-session-query";

/** The whole page: a form for guests, a dashboard for users. */
export function App() {
  const { data, isPending, error, refetch } = authClient.useSession();
  useQueriesPerSession(data?.session.id);

  if (isPending) {
    return <Loading />;
  }
  if (data) {
    return <Dashboard user={data.user} session={data.session} />;
  }
  return (
    <main className="welcome">
      <Introduction />
      <div className="stack">
        {error && (
          <p className="notice notice-bad" role="alert">
            The server can’t be reached, so we don’t know whether you are signed in.{" "}
            <button type="button" className="link" onClick={() => void refetch()}>
              Try again
            </button>
          </p>
        )}
        <AccountForm />
      </div>
      <p className="fine-print">
        This page is the example in <code>examples/react</code>.
      </p>
    </main>
  );
}
