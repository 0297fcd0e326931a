// The ceremonies of WebAuthn for Rust front ends, in the JSON forms that browsers read and write by
// themselves (WebAuthn Level 3, section 5.1).

let waiting;

/** One ceremony at a time: one that waits for the browser to fill in ends when a button is clicked. */
const begin = () => {
  waiting?.abort();
  waiting = new AbortController();
  return waiting.signal;
};

/** What the server is told. The results of extensions stay here. */
const told = (credential) => {
  const { clientExtensionResults, ...response } = credential.toJSON();
  return response;
};

const mediation = (conditional) => (conditional ? { mediation: "conditional" } : {});

export const createPasskey = async (options, unasked) => {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const signal = begin();
  return told(await navigator.credentials.create({ publicKey, signal, ...mediation(unasked) }));
};

export const getPasskey = async (options, autoFill) => {
  // Where the browser fills in, the user may have any passkey.
  const asked = autoFill ? { ...options, allowCredentials: [] } : options;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
  const signal = begin();
  return told(await navigator.credentials.get({ publicKey, signal, ...mediation(autoFill) }));
};
