import { useState } from "react";
import { CodeSignIn } from "./code-sign-in";
import { LinkSignIn } from "./link-sign-in";
import { PasskeySignIn } from "./passkey-sign-in";
import { SignInForm } from "./sign-in-form";
import { UsernameSignIn } from "./username-sign-in";

const methods = [
  { id: "password", label: "Use your e-mail and password", Form: SignInForm },
  { id: "username", label: "Use your username", Form: UsernameSignIn },
  { id: "code", label: "Get a code by e-mail", Form: CodeSignIn },
  { id: "link", label: "Get a link by e-mail", Form: LinkSignIn },
] as const;

/** All ways of signing in: one form, and what leads to the others. */
export function SignInPanel() {
  const [selected, select] = useState<(typeof methods)[number]["id"]>("password");
  return (
    <>
      {methods.map(({ id, Form }) => id === selected && <Form key={id} />)}
      <PasskeySignIn />
      <div className="choices">
        {methods.map(
          ({ id, label }) =>
            id !== selected && (
              <button key={id} type="button" className="link" onClick={() => select(id)}>
                {label}
              </button>
            ),
        )}
      </div>
    </>
  );
}
