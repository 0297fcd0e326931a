import { type FormEvent, useState } from "react";
import { authClient, type SignedInUser } from "./auth-client";
import { BackupCodes } from "./backup-codes";
import { Panel } from "./panel";
import { PasswordField } from "./password-field";
import { TotpEnrolment } from "./totp-enrolment";
import { useAction } from "./use-action";

/** A second factor: switched on with an authenticator app, and off again. */
export function TwoFactorCard({ user }: { user: SignedInUser }) {
  const [password, setPassword] = useState("");
  const [totpURI, setTotpUri] = useState<string | null>(null);
  const [backupCodes, setBackupCodes] = useState<string[]>([]);
  const [done, setDone] = useState<string | null>(null);
  const { run, isPending, problem } = useAction();
  const isOn = user.twoFactorEnabled === true;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    const wish = submitter?.getAttribute("value");
    setDone(null);
    setBackupCodes([]);
    if (wish === "off" && (await run(() => authClient.twoFactor.disable({ password })))) {
      setDone("Two-factor authentication is off.");
    } else if (wish === "codes") {
      await run(async () => {
        const { data, error } = await authClient.twoFactor.generateBackupCodes({ password });
        setBackupCodes(data?.backupCodes ?? []);
        return { error };
      });
    } else if (wish === "on") {
      await run(async () => {
        const { data, error } = await authClient.twoFactor.enable({ password });
        if (data?.method === "totp") {
          setTotpUri(data.totpURI);
          setBackupCodes(data.backupCodes);
        }
        return { error };
      });
    }
    setPassword("");
  }

  function finish() {
    setTotpUri(null);
    setDone("Two-factor authentication is on. Keep your backup codes in a safe place.");
  }

  return (
    <Panel
      title="Two-factor authentication"
      subtitle={
        isOn
          ? "On: signing in with your password takes a second step."
          : "Off: your password alone opens your account."
      }
      done={done}
      problem={problem && { sentence: problem.sentence }}
    >
      {totpURI ? (
        <TotpEnrolment uri={totpURI} onDone={finish} />
      ) : (
        <form onSubmit={(event) => void submit(event)} aria-busy={isPending}>
          <PasswordField
            label="Your password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
          />
          <div className="row">
            {isOn ? (
              <>
                <button className="button" value="codes" disabled={isPending}>
                  New backup codes
                </button>
                <button className="button" value="off" disabled={isPending}>
                  Turn off
                </button>
              </>
            ) : (
              <button className="button" value="on" disabled={isPending}>
                Turn on
              </button>
            )}
          </div>
        </form>
      )}
      {backupCodes.length > 0 && <BackupCodes codes={backupCodes} />}
    </Panel>
  );
}
