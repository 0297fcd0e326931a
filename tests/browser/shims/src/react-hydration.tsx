// One half of the page hydrates while the session isn't known, the other one when it is.

import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { createAuthClient } from "signet-auth/react";
import { expose } from "./page.js";

const client = createAuthClient();

function Session() {
  const { data, isPending } = client.useSession();
  return <p>{isPending ? "pending" : (data?.user.name ?? "nobody")}</p>;
}

expose(client);
const app = document.querySelector("#app")!;
const [early, late] = ["early", "late"].map((id) => {
  const half = Object.assign(document.createElement("div"), { id });
  half.innerHTML = renderToString(<Session />);
  app.append(half);
  return half;
});

hydrate(early!);
const stop = client.$store.atoms.session.listen(({ isPending }) => {
  if (!isPending) {
    stop();
    hydrate(late!);
  }
});

function hydrate(half: Element): void {
  hydrateRoot(half, <Session />, {
    onRecoverableError: (error) => console.error("hydration:", error),
  });
}
