import { AccountForm } from "./account-form";
import { AccountPage } from "./account-page";
import { authClient } from "./auth-client";
import { Dashboard } from "./dashboard";
import { Loading } from "./loading";
import { Introduction } from "./introduction";
import { SecondStep } from "./second-step";
import { useSecondStep } from "./second-step-state";
import { useHash } from "./use-hash";
import { useQueriesPerSession } from "./use-session-query";

/** The whole page: a form for guests, a dashboard for users. */
export function App() {
  const { data, isPending, error, refetch } = authClient.useSession();
  const secondStep = useSecondStep();
  const hash = useHash();
  useQueriesPerSession(data?.session.id);

  if (isPending) {
    return <Loading />;
  }
  if (data && hash === "#account") {
    return <AccountPage user={data.user} session={data.session} />;
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
        {secondStep ? <SecondStep methods={secondStep} /> : <AccountForm />}
      </div>
      <p className="fine-print">
        This page is the example in <code>examples/react</code>.
      </p>
    </main>
  );
}
