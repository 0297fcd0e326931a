import { type FormEvent, useState } from "react";
import { authClient } from "./auth-client";
import { Field } from "./field";
import { PasswordField } from "./password-field";
import { SubmitButton } from "./submit-button";
import { Problem } from "./problem";
import { useAction } from "./use-action";

/** For those who want an account. */
export function SignUpForm() {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { run, isPending, problem } = useAction();

  function submit(event: FormEvent) {
    event.preventDefault();
    void run(() => authClient.signUp.email({ name, email, password }));
  }

  return (
    <form onSubmit={submit} aria-busy={isPending}>
      <Field label="Name" type="text" autoComplete="name" value={name} onChange={setName} />
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        problem={problem?.field === "email" ? problem.sentence : undefined}
      />
      <PasswordField
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        hint="At least 8 characters. A few random words are easy to keep in mind."
        problem={problem?.field === "password" ? problem.sentence : undefined}
      />
      <Problem problem={problem} />
      <SubmitButton
        isPending={isPending}
        label="Create account"
        pendingLabel="Creating your account…"
      />
    </form>
  );
}
