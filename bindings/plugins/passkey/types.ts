import type { Call, FetchOptions } from "../../core/fetch-types.js";
import type { Session, User } from "../../generated/models.js";

/** A passkey of a user, as the server knows it. */
export interface Passkey {
  id: string;
  /** What its user calls it. */
  name?: string | null;
  /** Base64 of its COSE key. */
  publicKey: string;
  userId: string;
  /** Base64url. */
  credentialID: string;
  /** How often it was used, where the authenticator counts. */
  counter: number;
  /** `singleDevice` where it can't leave its device, else `multiDevice`. */
  deviceType: string;
  /** Whether there is a copy of it elsewhere. */
  backedUp: boolean;
  /** How it can be reached, separated by commas: `internal`, `hybrid`, `usb` and so on. */
  transports?: string | null;
  createdAt?: Date | null;
  /** The model of its authenticator. */
  aaguid?: string | null;
}

/** What a ceremony may be told, whichever it is. */
export interface CeremonyOptions {
  /** WebAuthn extensions, over those of the server. */
  extensions?: AuthenticationExtensionsClientInputs | undefined;
  /** Whether the result has what the browser gave, as `webauthn`. Default `false`. */
  returnWebAuthnResponse?: boolean | undefined;
  /** How to send the last request. */
  fetchOptions?: FetchOptions | undefined;
}

/** What `signIn.passkey` takes. */
export interface SignInPasskeyOptions extends CeremonyOptions {
  /**
   * Wait until the user picks a passkey where the browser fills in `<input autocomplete="username
   * webauthn">`, instead of asking at once.
   */
  autoFill?: boolean | undefined;
}

/** What `passkey.addPasskey` takes. */
export interface AddPasskeyOptions extends CeremonyOptions {
  /** What the user calls it. Default: nothing; in the browser's list, the address. */
  name?: string | undefined;
  /** Only this device, or only others. Default: both. */
  authenticatorAttachment?: "platform" | "cross-platform" | undefined;
  /** For the server, where it registers users by their passkey. */
  context?: string | null | undefined;
  /** Whether the user is signed in by it at once. Default `false`. */
  createSession?: boolean | undefined;
  /** Make one without asking, right after a sign-in with a password manager. Default `false`. */
  useAutoRegister?: boolean | undefined;
}

/** How a ceremony went, in the form of a call. */
export type CeremonyResult<Data, Response> =
  | { data: Data; error: null; webauthn?: WebAuthnResponse<Response> }
  | {
      data: null;
      /** A code of `PASSKEY_ERROR_CODES`, of the browser's (`ERROR_CEREMONY_ABORTED`), or another. */
      error: { code?: string; message?: string; status: number; statusText: string };
      webauthn?: WebAuthnResponse<Response>;
    };

/** What the browser gave. */
export interface WebAuthnResponse<Response> {
  response: Response;
  /** Never sent to the server. */
  clientExtensionResults: AuthenticationExtensionsClientOutputs;
}

/** Who is signed in by a passkey. */
export interface SignInPasskeyReply {
  session: Session;
  user: User;
}

/** A new passkey and, where it was asked for, the session. */
export type AddPasskeyReply = Passkey & Partial<SignInPasskeyReply>;

/** The calls of the plugin, beside those that the client brings along. */
export interface PasskeyCalls {
  passkey: {
    /** Lists the passkeys of the user. */
    listUserPasskeys: Call<Record<string, never> | undefined, Passkey[]>;
    /** Gives a passkey another name. */
    updatePasskey: Call<{ id: string; name: string }, { passkey: Passkey }>;
    /** Deletes a passkey. The browser may still offer it. */
    deletePasskey: Call<{ id: string }, { status: boolean }>;
    /** What a browser needs to make a passkey; `addPasskey` does it all. */
    generateRegisterOptions: Call<
      | {
          query?: {
            authenticatorAttachment?: "platform" | "cross-platform";
            name?: string;
            context?: string;
          };
        }
      | undefined,
      PublicKeyCredentialCreationOptionsJSON
    >;
    /** What a browser needs to sign in; `signIn.passkey` does it all. */
    generateAuthenticateOptions: Call<
      Record<string, never> | undefined,
      PublicKeyCredentialRequestOptionsJSON
    >;
    /** Gives the server what the browser has made. */
    verifyRegistration: Call<
      { response: object; name?: string; createSession?: boolean },
      AddPasskeyReply
    >;
    /** Gives the server what the browser has signed. */
    verifyAuthentication: Call<{ response: object }, SignInPasskeyReply>;
  };
}

/** What a browser has made, as `PublicKeyCredential.toJSON` gives it; binary values are base64url. */
export interface RegistrationResponseJSON extends CredentialJSON {
  response: {
    clientDataJSON: string;
    attestationObject: string;
    authenticatorData?: string;
    transports?: string[];
    publicKeyAlgorithm?: number;
    publicKey?: string;
  };
}

/** What a browser has signed, in the same form. */
export interface AuthenticationResponseJSON extends CredentialJSON {
  response: {
    clientDataJSON: string;
    authenticatorData: string;
    signature: string;
    userHandle?: string;
  };
}

/** What both have. */
export interface CredentialJSON {
  id: string;
  rawId: string;
  type: string;
  authenticatorAttachment?: string;
  clientExtensionResults: AuthenticationExtensionsClientOutputs;
}
