import type { Session, User } from "signet-auth/react";
import { formatMoment } from "./format";

interface SessionCardProps {
  title: string;
  subtitle: string;
  user: User;
  session: Session;
}

/** Who is signed in, and for how long. */
export function SessionCard({ title, subtitle, user, session }: SessionCardProps) {
  return (
    <section className="card" aria-label={title}>
      <h2 className="card-title">
        <code>{title}</code>
      </h2>
      <p className="card-subtitle">{subtitle}</p>
      <div className="person">
        <span className="avatar" aria-hidden="true">
          {initials(user.name || user.email)}
        </span>
        <div className="grow">
          <p className="person-name">{user.name}</p>
          <p className="person-email">{user.email}</p>
        </div>
      </div>
      <dl className="facts">
        <div>
          <dt>Signed in</dt>
          <dd>{formatMoment(session.createdAt)}</dd>
        </div>
        <div>
          <dt>Expires</dt>
          <dd>{formatMoment(session.expiresAt)}</dd>
        </div>
      </dl>
    </section>
  );
}

function initials(name: string) {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => Array.from(word ?? "")[0]?.toUpperCase()).join("");
}
