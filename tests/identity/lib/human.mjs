// @ts-check
// Who sits before a provider's pages: nobody, so that a browser shows them, or somebody who answers
// at once.

/**
 * @typedef {object} Human
 * @property {import("./people.mjs").Person} person whom they sign in as
 * @property {"allow" | "deny"} consent
 */

/**
 * @param {string} title
 * @param {string} action where the form goes
 * @param {{name: string, value: string, text: string}[]} buttons
 */
export function formPage(title, action, buttons) {
  const rows = buttons.map(
    ({ name, value, text }) => `<button name="${name}" value="${value}">${text}</button>`,
  );
  return `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>${title}</title><link rel="icon" href="data:," /></head>
  <body>
    <h1>${title}</h1>
    <form method="post" action="${action}">${rows.join("")}</form>
  </body>
</html>
`;
}

/** Asks who wants to sign in. @param {string} action @param {Iterable<import("./people.mjs").Person>} people */
export function loginPage(action, people) {
  const buttons = [...people].map(({ sub, name }) => ({ name: "sub", value: sub, text: name }));
  return formPage("Who are you?", action, buttons);
}

/** Asks whether the client may know. @param {string} action */
export function consentPage(action) {
  return formPage("Share your profile?", action, [
    { name: "consent", value: "allow", text: "Allow" },
    { name: "consent", value: "deny", text: "Deny" },
  ]);
}

/** The fields of a posted form. @param {import("node:http").IncomingMessage} request */
export async function readForm(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}
