// A page with Google's One Tap, in its several ways.

import { createAuthClient } from "auth-client";
import { oneTapClient } from "auth-plugins";

const plugin = oneTapClient({
  clientId: "signet.apps.googleusercontent.example",
  promptOptions: { baseDelay: 10, maxAttempts: 2 },
});
const authClient = createAuthClient({ plugins: [plugin] });

const answer = document.querySelector("#answer");
const show = (told) => {
  answer.textContent = JSON.stringify(told);
};
// What is wrong is told here alone.
const fetchOptions = { onError: ({ error: { status, message } }) => show({ status, message }) };
const onPromptNotification = (moment) =>
  show({ givenUp: moment.getDismissedReason() ?? "skipped" });

const ACTIONS = {
  "One Tap": () =>
    authClient.oneTap({ callbackURL: "/home.html", nonce: "of this page", onPromptNotification }),
  "One Tap that stays": () => authClient.oneTap({ fetchOptions, onPromptNotification }),
  "One Tap to elsewhere": () =>
    authClient.oneTap({ callbackURL: "https://elsewhere.example/", fetchOptions }),
  "Show Google's button": () =>
    authClient.oneTap({
      callbackURL: "/home.html",
      button: { container: "#google", config: { type: "standard", text: "signup_with" } },
    }),
  "Sign out": () => authClient.signOut(),
};

const place = document.createElement("div");
place.id = "google";
document.body.append(place);
for (const [name, act] of Object.entries(ACTIONS)) {
  const button = document.createElement("button");
  button.textContent = name;
  button.onclick = async () => {
    answer.textContent = "";
    try {
      await act();
    } catch (error) {
      show({ thrown: error.message });
    }
  };
  document.body.append(button);
}
authClient.useSession.subscribe(({ data, isPending }) => {
  const text = isPending ? "pending" : (data?.user.email ?? "nobody");
  document.querySelector("#session").textContent = text;
});
