"use client";

import { useActionState } from "react";
import { signIn, signUp } from "./actions";

/** Two server actions on one form; it works without JavaScript, too. */
export function AccountForm() {
  const [signInState, signInAction, signingIn] = useActionState(signIn, undefined);
  const [signUpState, signUpAction, signingUp] = useActionState(signUp, undefined);
  const pending = signingIn || signingUp;
  const message = (signInState ?? signUpState)?.message;
  return (
    <form>
      <label>
        E-mail
        <input name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <div>
        <button formAction={signInAction} disabled={pending}>
          Sign in
        </button>
        <button formAction={signUpAction} disabled={pending}>
          Create account
        </button>
      </div>
      {message && <p role="alert">{message}</p>}
    </form>
  );
}
