import type { Problem as Content } from "./error-messages";

/** Announces what went wrong; what belongs to a field stands beside that field instead. */
export function Problem({ problem }: { problem: Content | null }) {
  return (
    <div aria-live="assertive">
      {problem && !problem.field && <p className="notice notice-bad">{problem.sentence}</p>}
    </div>
  );
}
