import { Brand } from "./brand";
import { Snippet } from "./snippet";

const code = `import { createAuthClient } from "signet-auth/react";

export const authClient = createAuthClient();

function Greeting() {
  const { data: session } = authClient.useSession();
  return <p>Hello {session?.user.name ?? "stranger"}</p>;
}`;

/** Says what this page is about. */
export function Introduction() {
  return (
    <section className="introduction">
      <Brand />
      <h1>One core, at both ends of the wire.</h1>
      <p className="lead">
        The client on this page is Rust, compiled to WebAssembly. The server that answers it shares
        the same routes, types and error codes. What you write stays three lines of TypeScript.
      </p>
      <Snippet title="auth-client.ts" code={code} />
      <ul className="points">
        <li>Create an account: the page shows you without a reload.</li>
        <li>Open a second tab: it follows when you sign in and out.</li>
        <li>Sign in on a phone as well: see both sessions, and end one.</li>
      </ul>
    </section>
  );
}
