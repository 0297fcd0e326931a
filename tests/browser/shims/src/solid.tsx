/** @jsxImportSource solid-js */
import { createAuthClient } from "signet-auth/solid";
import { render } from "solid-js/web";
import { expose, word } from "./page.js";

const client = createAuthClient();

function Session() {
  const session = client.useSession();
  return <p>{word(session())}</p>;
}

expose(client);
render(() => <Session />, document.querySelector("#app")!);
