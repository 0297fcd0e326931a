import { createAuthClient } from "/signet-auth/client.js";

const authClient = createAuthClient();
const find = (selector) => document.querySelector(selector);

authClient.useSession.subscribe(({ data, isPending }) => {
  find("#who").textContent = isPending ? "…" : (data?.user.email ?? "nobody");
  find("#account").hidden = isPending || data !== null;
  find("#notes").hidden = data === null;
  if (data) {
    void showNotes();
  }
});

find("#account").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { email, password } = Object.fromEntries(new FormData(event.target));
  const { error } =
    event.submitter.value === "sign-up"
      ? await authClient.signUp.email({ name: email.split("@")[0], email, password })
      : await authClient.signIn.email({ email, password });
  say(error?.message);
});

find("#notes form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch("/api/notes", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(Object.fromEntries(new FormData(event.target))),
  });
  say(answer.ok ? "" : (await answer.json()).message);
  event.target.reset();
  await showNotes();
});

find("#sign-out").addEventListener("click", () => authClient.signOut());

async function showNotes() {
  const answer = await fetch("/api/notes");
  const notes = answer.ok ? await answer.json() : [];
  find("#notes ul").replaceChildren(
    ...notes.map((note) => Object.assign(document.createElement("li"), { textContent: note })),
  );
}

function say(message) {
  find("[role=alert]").textContent = message ?? "";
}

for (const provider of await (await fetch("/api/providers")).json()) {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    textContent: `Continue with ${provider}`,
    async onclick() {
      const { error } = await authClient.signIn.social({ provider, callbackURL: "/" });
      say(error?.message);
    },
  });
  find("#account").append(button);
}
