import type { Session } from "signet-auth/react";
import { describeBrowser } from "./describe-browser";
import { formatMoment } from "./format";

interface SessionRowProps {
  session: Session;
  isCurrent: boolean;
  isDisabled: boolean;
  onRevoke: () => void;
}

/** One session in the list. */
export function SessionRow({ session, isCurrent, isDisabled, onRevoke }: SessionRowProps) {
  const browser = describeBrowser(session.userAgent ?? "");
  const since = formatMoment(session.createdAt);
  return (
    <li>
      <div className="grow">
        <p className="session-name">
          {browser} {isCurrent && <span className="badge">This browser</span>}
        </p>
        <p className="session-detail">
          since {since}
          {session.ipAddress && ` · from ${session.ipAddress}`}
        </p>
      </div>
      {!isCurrent && (
        <button
          type="button"
          className="button button-quiet"
          disabled={isDisabled}
          aria-label={`Sign out ${browser}, since ${since}`}
          onClick={onRevoke}
        >
          Sign out
        </button>
      )}
    </li>
  );
}
