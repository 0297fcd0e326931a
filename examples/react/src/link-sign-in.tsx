import { type FormEvent, useState } from "react";
import { authClient } from "./auth-client";
import { Field } from "./field";
import { Problem } from "./problem";
import { SubmitButton } from "./submit-button";
import { useAction } from "./use-action";

/** For those who would rather open a link in a mail. */
export function LinkSignIn() {
  const [email, setEmail] = useState("");
  const [isSent, setSent] = useState(false);
  const { run, isPending, problem } = useAction();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const ask = { email, callbackURL: "/", errorCallbackURL: "/" };
    setSent(await run(() => authClient.signIn.magicLink(ask)));
  }

  return (
    <form onSubmit={(event) => void submit(event)} aria-busy={isPending}>
      <Field
        label="E-mail"
        type="email"
        autoComplete="email"
        value={email}
        onChange={setEmail}
        problem={problem?.field === "email" ? problem.sentence : undefined}
      />
      <p className={isSent ? "note" : "visually-hidden"} role="status">
        {isSent ? "We have sent a link to this address. Open it in this browser." : ""}
      </p>
      <Problem problem={problem} />
      <SubmitButton isPending={isPending} label="Send a link" pendingLabel="One moment…" />
    </form>
  );
}
