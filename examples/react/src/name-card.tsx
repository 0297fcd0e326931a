import { type FormEvent, useState } from "react";
import { authClient, type SignedInUser } from "./auth-client";
import { Field } from "./field";
import { Panel } from "./panel";
import { SubmitButton } from "./submit-button";
import { useAction } from "./use-action";

/** The name that a user is greeted with, and the one that they sign in with. */
export function NameCard({ user }: { user: SignedInUser }) {
  const [name, setName] = useState(user.name);
  const [username, setUsername] = useState(user.displayUsername ?? user.username ?? "");
  const [done, setDone] = useState<string | null>(null);
  const { run, isPending, problem } = useAction();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setDone(null);
    if (await run(() => authClient.updateUser({ name, username, displayUsername: username }))) {
      setDone("Your names are saved.");
    }
  }

  return (
    <Panel
      title="Names"
      subtitle="With a username you can sign in without your address."
      done={done}
      problem={problem}
    >
      <form onSubmit={(event) => void submit(event)} aria-busy={isPending}>
        <Field label="Name" type="text" autoComplete="name" value={name} onChange={setName} />
        <Field
          label="Username"
          type="text"
          autoComplete="username"
          value={username}
          onChange={setUsername}
          hint="3 to 30 letters, digits, dots and underscores."
        />
        <SubmitButton isPending={isPending} label="Save names" pendingLabel="Saving…" />
      </form>
    </Panel>
  );
}
