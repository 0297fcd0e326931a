import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createAuthClient } from "signet-auth/react";
import { expose, word } from "./page.js";

const client = createAuthClient();

function Session() {
  return <p>{word(client.useSession())}</p>;
}

expose(client);
createRoot(document.querySelector("#app")!).render(
  <StrictMode>
    <Session />
  </StrictMode>,
);
