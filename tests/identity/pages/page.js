// Every page of the application: who is signed in, and a button for what one can do about it.

import { createAuthClient } from "auth-client";

const authClient = createAuthClient();

// Where a sign-in ends.
const TARGETS = {
  callbackURL: "/home.html",
  newUserCallbackURL: "/welcome.html",
  errorCallbackURL: "/oh.html",
};
const { callbackURL, errorCallbackURL } = TARGETS;
const local = () => ({
  email: document.querySelector("input").value,
  password: "correct horse battery",
});

const ACTIONS = {
  "Sign in with example": () => authClient.signIn.social({ provider: "example", ...TARGETS }),
  "Sign in with plain": () => authClient.signIn.social({ provider: "plain", ...TARGETS }),
  "Where would example be?": () =>
    authClient.signIn.social({ provider: "example", disableRedirect: true }),
  "Sign in with nobody": () => authClient.signIn.social({ provider: "nobody", ...TARGETS }),
  "Link example": () =>
    authClient.linkSocial({ provider: "example", callbackURL, errorCallbackURL }),
  "Link plain": () => authClient.linkSocial({ provider: "plain", callbackURL, errorCallbackURL }),
  "Sign up": () => authClient.signUp.email({ ...local(), name: "Lo Cal" }),
  "List accounts": () => authClient.listAccounts(),
  "Sign out": () => authClient.signOut({ callbackURL: "/goodbye.html" }),
};

const answer = document.querySelector("#answer");
for (const [name, act] of Object.entries(ACTIONS)) {
  const button = document.createElement("button");
  button.textContent = name;
  button.onclick = async () => {
    const { data, error } = await act();
    answer.textContent = JSON.stringify(data ?? error);
  };
  document.body.append(button);
}
authClient.useSession.subscribe(({ data, isPending }) => {
  const text = isPending ? "pending" : (data?.user.email ?? "nobody");
  document.querySelector("#session").textContent = text;
});
