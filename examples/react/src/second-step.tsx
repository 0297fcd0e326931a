import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { authClient } from "./auth-client";
import { CodeField } from "./code-field";
import { Field } from "./field";
import { Problem } from "./problem";
import { forgetSecondStep } from "./second-step-state";
import { SubmitButton } from "./submit-button";
import { useAction } from "./use-action";

type Way = "totp" | "otp" | "backup";

const ways: Record<Way, string> = {
  totp: "Use your authenticator app",
  otp: "Get a code by e-mail",
  backup: "Use a backup code",
};

/** The second step of a sign-in. */
export function SecondStep({ methods }: { methods: string[] }) {
  const possible = (["totp", "otp"] as const).filter((way) => methods.includes(way));
  const [way, setWay] = useState<Way>(possible[0] ?? "backup");
  const [code, setCode] = useState("");
  const [trustDevice, setTrustDevice] = useState(false);
  const [isSent, setSent] = useState(false);
  const { run, isPending, problem } = useAction();
  const title = useRef<HTMLHeadingElement>(null);
  const trustId = useId();

  // The form that was here is gone: the heading says what is wanted now.
  useEffect(() => title.current?.focus(), []);

  async function choose(next: Way) {
    setWay(next);
    setCode("");
    if (next === "otp") {
      setSent(await run(() => authClient.twoFactor.sendOtp({})));
    }
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    const verify = {
      totp: () => authClient.twoFactor.verifyTotp({ code, trustDevice }),
      otp: () => authClient.twoFactor.verifyOtp({ code, trustDevice }),
      backup: () => authClient.twoFactor.verifyBackupCode({ code, trustDevice }),
    };
    if (await run(verify[way])) {
      forgetSecondStep();
    }
  }

  return (
    <section className="card" aria-labelledby="second-step-title">
      <h2 id="second-step-title" ref={title} tabIndex={-1}>
        One more step
      </h2>
      <p className="card-subtitle">Your password was right. Now show that it is you.</p>
      <form onSubmit={(event) => void submit(event)} aria-busy={isPending} className="spaced">
        {way === "backup" ? (
          <Field
            label="Backup code"
            type="text"
            autoComplete="off"
            value={code}
            onChange={setCode}
            hint="Each one works once."
          />
        ) : (
          <CodeField
            label={way === "totp" ? "Code of your authenticator app" : "Code from the e-mail"}
            value={code}
            onChange={setCode}
          />
        )}
        <label className="check" htmlFor={trustId}>
          <input
            id={trustId}
            type="checkbox"
            checked={trustDevice}
            onChange={(event) => setTrustDevice(event.target.checked)}
          />
          <span>
            Trust this device <small>No second step here for 30 days.</small>
          </span>
        </label>
        <p className="visually-hidden" role="status">
          {way === "otp" && isSent ? "We have sent you a code." : ""}
        </p>
        <Problem problem={problem} />
        <SubmitButton isPending={isPending} label="Continue" pendingLabel="Checking…" />
      </form>
      <div className="choices">
        {[...possible, "backup" as const]
          .filter((other) => other !== way)
          .map((other) => (
            <button
              key={other}
              type="button"
              className="link"
              disabled={isPending}
              onClick={() => void choose(other)}
            >
              {ways[other]}
            </button>
          ))}
        <button type="button" className="link" onClick={forgetSecondStep}>
          Start again
        </button>
      </div>
    </section>
  );
}
