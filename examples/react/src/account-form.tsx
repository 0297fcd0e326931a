import { type KeyboardEvent, useRef, useState } from "react";
import { SignInPanel } from "./sign-in-panel";
import { SignUpForm } from "./sign-up-form";
import { SocialSignIn } from "./social-sign-in";

const tabs = [
  { id: "sign-in", label: "Sign in", Form: SignInPanel },
  { id: "sign-up", label: "Create account", Form: SignUpForm },
] as const;

/** Two tabs: one form for those who have an account, one for those who want one; then providers. */
export function AccountForm() {
  const [selected, select] = useState(0);
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);

  function move(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) {
      return;
    }
    event.preventDefault();
    const next = (selected + step + tabs.length) % tabs.length;
    select(next);
    buttons.current[next]?.focus();
  }

  return (
    <section className="card account" aria-label="Your account">
      <div className="tabs" role="tablist" aria-label="Your account" onKeyDown={move}>
        {tabs.map(({ id, label }, index) => (
          <button
            key={id}
            id={`${id}-tab`}
            ref={(button) => {
              buttons.current[index] = button;
            }}
            type="button"
            role="tab"
            aria-selected={index === selected}
            aria-controls={`${id}-panel`}
            tabIndex={index === selected ? 0 : -1}
            onClick={() => select(index)}
          >
            {label}
          </button>
        ))}
      </div>
      {tabs.map(({ id, Form }, index) => (
        <div
          key={id}
          id={`${id}-panel`}
          role="tabpanel"
          aria-labelledby={`${id}-tab`}
          hidden={index !== selected}
        >
          {index === selected && <Form />}
        </div>
      ))}
      <SocialSignIn />
    </section>
  );
}
