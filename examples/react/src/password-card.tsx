import { type FormEvent, useState } from "react";
import { authClient } from "./auth-client";
import { Panel } from "./panel";
import { PasswordField } from "./password-field";
import { SubmitButton } from "./submit-button";
import { useAction } from "./use-action";

/** The password of the user. With another one, all other browsers are signed out. */
export function PasswordCard() {
  const [currentPassword, setCurrentPassword] = useState("");
  const [newPassword, setNewPassword] = useState("");
  const [done, setDone] = useState<string | null>(null);
  const { run, isPending, problem } = useAction();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setDone(null);
    const change = { currentPassword, newPassword, revokeOtherSessions: true };
    if (await run(() => authClient.changePassword(change))) {
      setDone("Your password is changed, and every other browser is signed out.");
      setCurrentPassword("");
      setNewPassword("");
    }
  }

  return (
    <Panel
      title="Password"
      subtitle="Changing it signs out every other browser."
      done={done}
      problem={problem && { sentence: problem.sentence }}
    >
      <form onSubmit={(event) => void submit(event)} aria-busy={isPending}>
        <PasswordField
          label="Current password"
          autoComplete="current-password"
          value={currentPassword}
          onChange={setCurrentPassword}
        />
        <PasswordField
          label="New password"
          autoComplete="new-password"
          value={newPassword}
          onChange={setNewPassword}
          hint="At least 8 characters."
        />
        <SubmitButton isPending={isPending} label="Change password" pendingLabel="Changing…" />
      </form>
    </Panel>
  );
}
