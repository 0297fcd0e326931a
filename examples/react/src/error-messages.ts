import type { AuthError } from "signet-auth/react";

/** What went wrong, as a person wants to read it. */
export interface Problem {
  sentence: string;
  /** The field of a form that it is about. */
  field?: "email" | "password";
  /** The server wants a recent sign-in for this. */
  needsSignIn?: boolean;
}

const problems: Record<string, Problem> = {
  INVALID_EMAIL: { field: "email", sentence: "This does not look like an e-mail address." },
  INVALID_EMAIL_OR_PASSWORD: {
    sentence: "E-mail and password do not match. Check both and try again.",
  },
  PASSWORD_TOO_SHORT: {
    field: "password",
    sentence: "This password is too short: please use at least 8 characters.",
  },
  PASSWORD_TOO_LONG: {
    field: "password",
    sentence: "This password is too long: please use at most 128 characters.",
  },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: {
    field: "email",
    sentence: "There is an account with this address already. Do you want to sign in instead?",
  },
  SESSION_NOT_FRESH: {
    needsSignIn: true,
    sentence: "You signed in a while ago. Please sign in again to look after your sessions.",
  },
  INVALID_PASSWORD: { field: "password", sentence: "This is not your password." },
  INVALID_CODE: { sentence: "This code is not right. Check it and try again." },
  INVALID_OTP: { sentence: "This code is not right. Check it and try again." },
  INVALID_BACKUP_CODE: { sentence: "This is none of the backup codes that you have left." },
  INVALID_TWO_FACTOR_COOKIE: { sentence: "That took too long. Please start again." },
  AUTH_CANCELLED: { sentence: "No passkey was used." },
  ERROR_CEREMONY_ABORTED: { sentence: "No passkey was used." },
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: {
    sentence: "This device has a passkey for your account already.",
  },
  SERVICE_UNAVAILABLE: { sentence: "The server is busy. Please try again in a moment." },
};

/** The problem that an answer of the server stands for. */
export function problemOf(error: AuthError): Problem {
  if (error.status === 429) {
    return { sentence: "That was quick: please wait a few seconds and try again." };
  }
  const known = error.code ? problems[error.code] : undefined;
  return known ?? { sentence: error.message ?? "Something went wrong. Please try again." };
}

/** What a provider's page sends back in place of a user, by its `error` in the address. */
const refusals: Record<string, string> = {
  access_denied: "You have not agreed to sign in there. Nothing was changed.",
  account_not_linked:
    "There is an account with this address already. Sign in to it with its password instead.",
  signup_disabled: "There is no account for this user, and new ones are not made this way.",
};

/** The problem that the way back from a provider ended with. */
export function refusalOf(error: string): Problem {
  return { sentence: refusals[error] ?? "The provider has not signed you in. Please try again." };
}

/** The problem when there was no answer at all. */
export const unreachable: Problem = {
  sentence: "The server can’t be reached. Check your connection and try again.",
};
