// A small application: two components that show the session, a form, and what can go wrong.

import { createAuthClient } from "auth-client/react";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";

const authClient = createAuthClient();

// What was on the screen, in order, for the tests to read. Between anonymous and signed in Better
// Auth's store may be pending once more: that is left out.
window.shown = [];

function note(text) {
  if (window.shown.at(-1) === text || (text === "pending" && window.shown.length > 0)) return;
  window.shown.push(text);
}

function Session({ name }) {
  const { data, isPending } = authClient.useSession();
  const text = isPending ? "pending" : (data?.user.email ?? "anonymous");
  if (name === "session") note(text);
  return <output data-testid={name}>{text}</output>;
}

function Form() {
  const [message, setMessage] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    const { email, password } = Object.fromEntries(new FormData(event.currentTarget));
    const isNew = event.nativeEvent.submitter.name === "sign-up";
    const { error } = isNew
      ? await authClient.signUp.email({ email, password, name: "Ada Lovelace" })
      : await authClient.signIn.email({ email, password });
    setMessage(error ? error.message : "welcome");
  };
  return (
    <form onSubmit={submit}>
      <input name="email" aria-label="e-mail" />
      <input name="password" aria-label="password" type="password" />
      <button name="sign-up">sign up</button>
      <button name="sign-in">sign in</button>
      <button type="button" onClick={() => authClient.signOut().then(() => setMessage("bye"))}>
        sign out
      </button>
      <output data-testid="message">{message}</output>
    </form>
  );
}

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <Session name="session" />
    <Session name="second session" />
    <Form />
  </StrictMode>,
);
