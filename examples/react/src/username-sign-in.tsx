import { type FormEvent, useState } from "react";
import { authClient } from "./auth-client";
import { Field } from "./field";
import { PasswordField } from "./password-field";
import { Problem } from "./problem";
import { SubmitButton } from "./submit-button";
import { useAction } from "./use-action";

/** For those who have chosen a name. */
export function UsernameSignIn() {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const { run, isPending, problem } = useAction();

  function submit(event: FormEvent) {
    event.preventDefault();
    void run(() => authClient.signIn.username({ username, password }));
  }

  return (
    <form onSubmit={submit} aria-busy={isPending}>
      <Field
        label="Username"
        type="text"
        autoComplete="username webauthn"
        value={username}
        onChange={setUsername}
      />
      <PasswordField
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        problem={problem?.field === "password" ? problem.sentence : undefined}
      />
      <Problem problem={problem} />
      <SubmitButton isPending={isPending} label="Sign in" pendingLabel="Signing in…" />
    </form>
  );
}
