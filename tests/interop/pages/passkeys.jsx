// A client with passkeys, for suites to call; what its stores have shown is kept.

import { passkeyClient } from "auth-client/passkey";
import { createAuthClient } from "auth-client/vanilla";

window.auth = createAuthClient({ plugins: [passkeyClient()] });
window.lists = [];
window.sessions = [];
window.auth.useListPasskeys.subscribe((state) => window.lists.push(state));
window.auth.useSession.subscribe((state) => window.sessions.push(state));

// Conditional mediation wants a field to offer passkeys in.
const input = document.createElement("input");
input.autocomplete = "username webauthn";
document.body.append(input);
