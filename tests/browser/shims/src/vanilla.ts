import { createAuthClient } from "signet-auth/client";
import { expose, word } from "./page.js";

const client = createAuthClient();
const session = document.createElement("p");

expose(client);
document.querySelector("#app")!.append(session);
client.useSession.subscribe((state) => {
  session.textContent = word(state);
});
