import type { Session } from "signet-auth/react";
import type { SignedInUser } from "./auth-client";
import { AccountsCard } from "./accounts-card";
import { Brand } from "./brand";
import { EmailCard } from "./email-card";
import { NameCard } from "./name-card";
import { PasskeysCard } from "./passkeys-card";
import { PasswordCard } from "./password-card";
import { SessionList } from "./session-list";
import { SignOutButton } from "./sign-out-button";
import { TwoFactorCard } from "./two-factor-card";

/** Where users look after their account. */
export function AccountPage({ user, session }: { user: SignedInUser; session: Session }) {
  return (
    <main className="page">
      <header className="bar">
        <Brand />
        <div className="bar-end">
          <a href="#">Overview</a>
          <SignOutButton />
        </div>
      </header>
      <h1>Your account</h1>
      <div className="pair account-cards">
        <NameCard user={user} />
        <EmailCard user={user} />
        <PasswordCard />
        <TwoFactorCard user={user} />
        <PasskeysCard />
        <AccountsCard />
      </div>
      <SessionList current={session} />
    </main>
  );
}
