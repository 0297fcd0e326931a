import process from "node:process";
// Runs in Bun and in Deno: prints what the client makes of a server that knows nobody.
import { createAuthClient } from "signet-auth/client";

const [baseURL] = process.argv.slice(2);
const client = createAuthClient({ baseURL });
const states = [];
const unsubscribe = client.useSession.subscribe(({ data, isPending }) =>
  states.push({ data, isPending }),
);
const answer = await client.getSession();
const refused = await client.signIn.email({ email: "ada@example.com", password: "wrong password" });
unsubscribe();
console.log(JSON.stringify({ answer, refused: refused.error.status, first: states[0] }));
process.exit(0);
