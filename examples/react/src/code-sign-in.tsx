import { type FormEvent, useState } from "react";
import { authClient } from "./auth-client";
import { CodeField } from "./code-field";
import { Field } from "./field";
import { Problem } from "./problem";
import { SubmitButton } from "./submit-button";
import { useAction } from "./use-action";

/** For those who would rather read a code out of a mail than know a password. */
export function CodeSignIn() {
  const [email, setEmail] = useState("");
  const [otp, setOtp] = useState("");
  const [isSent, setSent] = useState(false);
  const { run, isPending, problem } = useAction();

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (isSent) {
      await run(() => authClient.signIn.emailOtp({ email, otp }));
    } else {
      const ask = () => authClient.emailOtp.sendVerificationOtp({ email, type: "sign-in" });
      setSent(await run(ask));
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} aria-busy={isPending}>
      <Field
        label="E-mail"
        type="email"
        autoComplete="email"
        value={email}
        onChange={(next) => {
          setEmail(next);
          setSent(false);
        }}
        problem={problem?.field === "email" ? problem.sentence : undefined}
      />
      {isSent && <CodeField label="Code from the e-mail" value={otp} onChange={setOtp} />}
      <p className={isSent ? "note" : "visually-hidden"} role="status">
        {isSent ? "We have sent a code to this address. It is good for five minutes." : ""}
      </p>
      <Problem problem={problem} />
      <SubmitButton
        isPending={isPending}
        label={isSent ? "Sign in" : "Send a code"}
        pendingLabel="One moment…"
      />
    </form>
  );
}
