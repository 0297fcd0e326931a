import { type ReactNode, useId } from "react";
import type { Problem as Content } from "./error-messages";
import { Problem } from "./problem";

interface PanelProps {
  title: string;
  subtitle: string;
  /** What was done; announced. */
  done?: string | null | undefined;
  problem?: Content | null;
  children: ReactNode;
}

/** A card of the account page. */
export function Panel({ title, subtitle, done, problem, children }: PanelProps) {
  const id = useId();
  return (
    <section className="card panel" aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        <p className="card-subtitle">{subtitle}</p>
      </div>
      {children}
      <Problem problem={problem ?? null} />
      <div role="status">{done && <p className="notice notice-good">{done}</p>}</div>
    </section>
  );
}
