// Stands in for Google's script. The test says what becomes of a prompt or a click.

let configuration;

async function ask(listener) {
  const { callback, ...plain } = configuration;
  const { credential, dismissed, skipped } = await window.whatGoogleSays(plain);
  if (credential) callback({ credential });
  else {
    listener?.({
      isDismissedMoment: () => dismissed !== undefined,
      getDismissedReason: () => dismissed,
      isSkippedMoment: () => skipped === true,
      isNotDisplayed: () => false,
    });
  }
}

window.google = {
  accounts: {
    id: {
      initialize(given) {
        configuration = given;
      },
      prompt: ask,
      renderButton(container, { text }) {
        const button = document.createElement("button");
        button.textContent = `Google: ${text}`;
        button.onclick = () => ask();
        container.append(button);
      },
    },
  },
};
