import { type FormEvent, useState } from "react";
import { authClient, type SignedInUser } from "./auth-client";
import { CodeField } from "./code-field";
import { Field } from "./field";
import { Panel } from "./panel";
import { SubmitButton } from "./submit-button";
import { useAction } from "./use-action";

/** The address of the user: another one is theirs when they have read a code there. */
export function EmailCard({ user }: { user: SignedInUser }) {
  const [newEmail, setNewEmail] = useState("");
  const [otp, setOtp] = useState("");
  const [isSent, setSent] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const { run, isPending, problem } = useAction();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setDone(null);
    if (!isSent) {
      setSent(await run(() => authClient.emailOtp.requestEmailChange({ newEmail })));
    } else if (await run(() => authClient.emailOtp.changeEmail({ newEmail, otp }))) {
      setDone(`Your address is ${newEmail} now.`);
      setSent(false);
      setNewEmail("");
      setOtp("");
    }
  }

  return (
    <Panel title="E-mail" subtitle={user.email} done={done} problem={problem}>
      <form onSubmit={(event) => void submit(event)} aria-busy={isPending}>
        <Field
          label="New e-mail"
          type="email"
          autoComplete="email"
          value={newEmail}
          onChange={(next) => {
            setNewEmail(next);
            setSent(false);
          }}
          problem={problem?.field === "email" ? problem.sentence : undefined}
        />
        {isSent && (
          <CodeField
            label="Code from the e-mail"
            value={otp}
            onChange={setOtp}
            hint="We have sent it to the new address."
          />
        )}
        <SubmitButton
          isPending={isPending}
          label={isSent ? "Change e-mail" : "Send a code"}
          pendingLabel="One moment…"
        />
      </form>
    </Panel>
  );
}
