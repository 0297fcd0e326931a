import { QRCodeSVG } from "qrcode.react";
import { type FormEvent, useState } from "react";
import { authClient } from "./auth-client";
import { CodeField } from "./code-field";
import { Problem } from "./problem";
import { SubmitButton } from "./submit-button";
import { useAction } from "./use-action";

/** What an authenticator app scans, and the field for its first code. */
export function TotpEnrolment({ uri, onDone }: { uri: string; onDone: () => void }) {
  const [code, setCode] = useState("");
  const { run, isPending, problem } = useAction();
  const secret = new URL(uri).searchParams.get("secret") ?? "";

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await run(() => authClient.twoFactor.verifyTotp({ code }))) {
      onDone();
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} aria-busy={isPending}>
      <p>Scan this picture with your authenticator app, and type the code that it shows.</p>
      {/* Always dark on light, which is what cameras know. */}
      <div className="qr">
        <QRCodeSVG
          value={uri}
          size={168}
          marginSize={2}
          title="Picture for your authenticator app"
        />
      </div>
      <details>
        <summary>Can’t scan it?</summary>
        <p className="note">
          Type this into the app: <code className="secret">{secret}</code>
        </p>
      </details>
      <CodeField label="Code of your authenticator app" value={code} onChange={setCode} />
      <Problem problem={problem} />
      <SubmitButton isPending={isPending} label="Confirm" pendingLabel="Checking…" />
    </form>
  );
}
