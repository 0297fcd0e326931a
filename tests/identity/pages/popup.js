// A page that is not left: it signs in through a popup. It may be embedded in one of another site.

import { createAuthClient } from "auth-client";
import { oauthPopupClient } from "auth-plugins";

const authClient = createAuthClient({ plugins: [oauthPopupClient()] });

const ACTIONS = {
  "Sign in with example": () =>
    authClient.signIn.popup({
      provider: "example",
      callbackURL: "/home.html",
      newUserCallbackURL: "/welcome.html",
    }),
  "Sign in with nobody": () => authClient.signIn.popup({ provider: "nobody" }),
  // The provider's page about it does not belong into a frame.
  "Sign out": () => authClient.signOut({ disableRedirect: true }),
};

const answer = document.querySelector("#answer");
for (const [name, act] of Object.entries(ACTIONS)) {
  const button = document.createElement("button");
  button.textContent = name;
  button.onclick = async () => {
    answer.textContent = "";
    const { data, error } = await act();
    answer.textContent = JSON.stringify(data ?? error);
  };
  document.body.append(button);
}
authClient.useSession.subscribe(({ data, isPending }) => {
  const text = isPending ? "pending" : (data?.user.email ?? "nobody");
  document.querySelector("#session").textContent = text;
});
