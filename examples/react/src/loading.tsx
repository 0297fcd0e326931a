import { Brand } from "./brand";

/** What is shown until the session is known. */
export function Loading() {
  return (
    <main className="page" aria-busy="true">
      <header className="bar">
        <Brand />
      </header>
      <p className="visually-hidden" role="status">
        Looking up your session…
      </p>
      <div className="pair">
        <CardSkeleton />
        <CardSkeleton />
      </div>
    </main>
  );
}

/** A card before its content has come. */
export function CardSkeleton() {
  return (
    <div className="card" aria-hidden="true">
      <div className="skeleton skeleton-title" />
      <div className="person">
        <div className="skeleton skeleton-round" />
        <div className="grow">
          <div className="skeleton" />
          <div className="skeleton skeleton-short" />
        </div>
      </div>
      <div className="skeleton" />
      <div className="skeleton skeleton-short" />
    </div>
  );
}
