import { type FormEvent, useId, useState } from "react";
import { authClient } from "./auth-client";
import { Field } from "./field";
import { PasswordField } from "./password-field";
import { SubmitButton } from "./submit-button";
import { Problem } from "./problem";
import { useAction } from "./use-action";

/** For those who have an account. */
export function SignInForm() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [rememberMe, setRememberMe] = useState(true);
  const { run, isPending, problem } = useAction();
  const rememberId = useId();

  function submit(event: FormEvent) {
    event.preventDefault();
    void run(() => authClient.signIn.email({ email, password, rememberMe }));
  }

  return (
    <form onSubmit={submit} aria-busy={isPending}>
      <Field
        label="E-mail"
        type="email"
        autoComplete="username webauthn"
        value={email}
        onChange={setEmail}
        problem={problem?.field === "email" ? problem.sentence : undefined}
      />
      <PasswordField
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        problem={problem?.field === "password" ? problem.sentence : undefined}
      />
      <label className="check" htmlFor={rememberId}>
        <input
          id={rememberId}
          type="checkbox"
          checked={rememberMe}
          onChange={(event) => setRememberMe(event.target.checked)}
        />
        <span>
          Remember me <small>Without it the session ends with the browser.</small>
        </span>
      </label>
      <Problem problem={problem} />
      <SubmitButton isPending={isPending} label="Sign in" pendingLabel="Signing in…" />
    </form>
  );
}
