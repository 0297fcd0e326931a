import { CardSkeleton } from "./loading";
import { SessionCard } from "./session-card";
import { useSessionQuery } from "./use-session-query";

/** The session as TanStack Query has it. */
export function SessionQueryCard() {
  const { data, isError } = useSessionQuery();
  if (data) {
    const subtitle = "TanStack Query around getSession()";
    return <SessionCard title="useQuery()" subtitle={subtitle} {...data} />;
  }
  if (isError) {
    return (
      <section className="card">
        <p className="notice notice-bad" role="alert">
          The query has failed: the server can’t be reached.
        </p>
      </section>
    );
  }
  return <CardSkeleton />;
}
