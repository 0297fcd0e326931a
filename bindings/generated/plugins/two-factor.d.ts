// Made from the `protocol` crate by `cargo xtask generate`. Do not edit.

import type { Call } from "../../core/types.js";
import type { User } from "../models.js";

/** Ends the protection. */
export interface DisableTwoFactor {
  /** The password; not needed by users without one where the server allows it. */
  password?: string;
}

/** The answer. */
export interface DisableTwoFactorReply {
  /** Always `true`. */
  status: true;
}

/** Begins to protect the user with a second factor. */
export interface EnableTwoFactor {
  /** The password; not needed by users without one where the server allows it. */
  password?: string;
  /** What the factor is. Default: an application. */
  method?: "otp" | "totp";
  /** What the application calls the server. */
  issuer?: string;
}

/** What the user needs. Codes by mail are on at once, an application after its first code. */
export interface EnableTwoFactorReply {
  /** What was chosen. */
  method: "otp" | "totp";
  /** What the application scans. */
  totpURI?: string;
  /** Codes for when the application is lost. They are shown this once. */
  backupCodes?: string[];
}

/** Asks for new backup codes in the place of those that are left. */
export interface GenerateBackupCodes {
  /** The password; not needed by users without one where the server allows it. */
  password?: string;
}

/** The codes. */
export interface GenerateBackupCodesReply {
  /** Always `true`. */
  status: true;
  /** They are shown this once. */
  backupCodes: string[];
}

/** Asks for what an application scans. */
export interface GetTotpUri {
  /** The password; not needed by users without one where the server allows it. */
  password?: string;
}

/** What an application scans. */
export interface GetTotpUriReply {
  /** It holds the secret. */
  totpURI: string;
}

/** Asks for a mail with a code. */
export interface SendTwoFactorOtp {
  /** Taken, but without effect: it is said with the code. */
  trustDevice?: boolean;
}

/** The answer. */
export interface SendTwoFactorOtpReply {
  /** Always `true`. */
  status: true;
}

/** Shows a backup code, which is used up by that: the second step of a sign-in. */
export interface VerifyBackupCode {
  /** The code. */
  code: string;
  /** Whether nobody is to be signed in. */
  disableSession?: boolean;
  /** Whether the next sign-ins on this device need no second step. */
  trustDevice?: boolean;
}

/** The session. */
export interface VerifyBackupCodeReply {
  /** The token of the session, if there is one. */
  token?: string;
  /** The user. */
  user: User;
}

/** Shows a code out of an application: the second step of a sign-in, or the first code of all. */
export interface VerifyTotp {
  /** The code. */
  code: string;
  /** Whether the next sign-ins on this device need no second step. */
  trustDevice?: boolean;
}

/** The session. */
export interface VerifyTotpReply {
  /** The token of the session. */
  token: string;
  /** The user. */
  user: User;
}

/** Shows a code out of a mail: the second step of a sign-in. */
export interface VerifyTwoFactorOtp {
  /** The code. */
  code: string;
  /** Whether the next sign-ins on this device need no second step. */
  trustDevice?: boolean;
}

/** The session. */
export interface VerifyTwoFactorOtpReply {
  /** The token of the session. */
  token: string;
  /** The user. */
  user: User;
}

/** The routes of the plugin as methods. */
export interface TwoFactorRoutes {
  twoFactor: {
    /** Ends the protection. */
    disable: Call<DisableTwoFactor | undefined, DisableTwoFactorReply>;
    /** Begins to protect the user with a second factor. */
    enable: Call<EnableTwoFactor | undefined, EnableTwoFactorReply>;
    /** Asks for new backup codes in the place of those that are left. */
    generateBackupCodes: Call<GenerateBackupCodes | undefined, GenerateBackupCodesReply>;
    /** Asks for what an application scans. */
    getTotpUri: Call<GetTotpUri | undefined, GetTotpUriReply>;
    /** Asks for a mail with a code. */
    sendOtp: Call<SendTwoFactorOtp | undefined, SendTwoFactorOtpReply>;
    /** Shows a backup code, which is used up by that: the second step of a sign-in. */
    verifyBackupCode: Call<VerifyBackupCode, VerifyBackupCodeReply>;
    /** Shows a code out of a mail: the second step of a sign-in. */
    verifyOtp: Call<VerifyTwoFactorOtp, VerifyTwoFactorOtpReply>;
    /** Shows a code out of an application: the second step of a sign-in, or the first code of all. */
    verifyTotp: Call<VerifyTotp, VerifyTotpReply>;
  };
}
