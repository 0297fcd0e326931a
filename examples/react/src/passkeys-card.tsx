import { type FormEvent, useState } from "react";
import { authClient } from "./auth-client";
import { Field } from "./field";
import { Panel } from "./panel";
import { PasskeyRow } from "./passkey-row";
import { SubmitButton } from "./submit-button";
import { useAction } from "./use-action";

/** The passkeys of the user: made, named and forgotten. */
export function PasskeysCard() {
  const { data, isPending: isLoading } = authClient.useListPasskeys();
  const [name, setName] = useState("");
  const [done, setDone] = useState<string | null>(null);
  const { run, isPending, problem } = useAction();

  async function add(event: FormEvent) {
    event.preventDefault();
    setDone(null);
    if (await run(() => authClient.passkey.addPasskey({ name }))) {
      setDone(`The passkey “${name}” is ready.`);
      setName("");
    }
  }

  return (
    <Panel
      title="Passkeys"
      subtitle="Sign in with this device or a security key, without a password."
      done={done}
      problem={problem}
    >
      <ul className="sessions" aria-label="Your passkeys" aria-busy={isLoading}>
        {data?.map((passkey) => (
          <PasskeyRow
            key={passkey.id}
            name={passkey.name || "Passkey"}
            createdAt={passkey.createdAt}
            isDisabled={isPending}
            onRename={(next) =>
              run(() => authClient.passkey.updatePasskey({ id: passkey.id, name: next }))
            }
            onDelete={() => void run(() => authClient.passkey.deletePasskey({ id: passkey.id }))}
          />
        ))}
      </ul>
      <form onSubmit={(event) => void add(event)} aria-busy={isPending}>
        <Field
          label="Name of the passkey"
          type="text"
          autoComplete="off"
          value={name}
          onChange={setName}
          hint="Such as the device that it is on."
        />
        <SubmitButton isPending={isPending} label="Add a passkey" pendingLabel="One moment…" />
      </form>
    </Panel>
  );
}
