import { inPage } from "./page.js";

/** A page in a browser with an authenticator that does as the test says. */
export interface PasskeyPage {
  /** What the browser was asked for. */
  created: any[];
  got: any[];
  /** What it does next; by default it agrees. */
  next: (options: any) => Promise<unknown>;
}

const bytes = (text: string) => new TextEncoder().encode(text).buffer;

/** What an authenticator gives. The same for both ceremonies: each reads its own part. */
export const credential = {
  id: "Y3JlZA",
  rawId: bytes("cred"),
  type: "public-key",
  authenticatorAttachment: "platform",
  response: {
    clientDataJSON: bytes("{}"),
    attestationObject: bytes("attestation"),
    authenticatorData: bytes("data"),
    signature: bytes("signature"),
    userHandle: bytes("handle"),
    getTransports: () => ["internal"],
  },
  getClientExtensionResults: () => ({ credProps: { rk: true } }),
};

/** Runs a test in such a page. `inputs` is how many fields take passkeys from the browser. */
export function inPasskeyPage(
  run: (page: PasskeyPage) => Promise<void>,
  { inputs = 1 } = {},
): Promise<void> {
  const page: PasskeyPage = { created: [], got: [], next: async () => credential };
  const credentials = {
    create: (options: any) => (page.created.push(options), page.next(options)),
    get: (options: any) => (page.got.push(options), page.next(options)),
  };
  class PublicKeyCredential {
    static isConditionalMediationAvailable = async () => true;
  }
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { credentials } });
  Object.assign(globalThis, {
    PublicKeyCredential,
    document: { querySelectorAll: () => Array.from({ length: inputs }) },
  });
  return inPage(() => run(page), "https://app.example").finally(() => {
    Reflect.deleteProperty(globalThis, "navigator");
    if (before) {
      Object.defineProperty(globalThis, "navigator", before);
    }
    Reflect.deleteProperty(globalThis, "PublicKeyCredential");
    Reflect.deleteProperty(globalThis, "document");
  });
}
