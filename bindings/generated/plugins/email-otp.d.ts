// Made from the `protocol` crate by `cargo xtask generate`. Do not edit.

import type { Call } from "../../core/types.js";
import type { User } from "../models.js";

/** Gives the user another address. */
export interface ChangeEmailOtp {
  /** The address. */
  newEmail: string;
  /** The code. */
  otp: string;
}

/** It is the user's now. */
export interface ChangeEmailOtpReply {
  /** Always `true`. */
  success: true;
}

/** Asks whether a code is right, without using it up. */
export interface CheckVerificationOtp {
  /** The address. */
  email: string;
  /** What the code is for. */
  type: "email-verification" | "sign-in" | "forget-password" | "change-email";
  /** The code. */
  otp: string;
}

/** It is right. */
export interface CheckVerificationOtpReply {
  /** Always `true`. */
  success: true;
}

/** The same under its old name. */
export interface ForgetPasswordOtp {
  /** The address. */
  email: string;
}

/** Asks for a mail with a code to the address that the user wants. */
export interface RequestEmailChangeOtp {
  /** The address. */
  newEmail: string;
  /** A code out of a mail to the present address, where the server asks for one. */
  otp?: string;
}

/** The answer, whether or not the address is somebody else's. */
export interface RequestEmailChangeOtpReply {
  /** Always `true`. */
  success: true;
}

/** Asks for a mail with a code that sets another password. */
export interface RequestPasswordResetOtp {
  /** The address. */
  email: string;
}

/** The answer, whether or not there is such a user. */
export interface RequestPasswordResetOtpReply {
  /** Always `true`. */
  success: true;
}

/** Sets another password. */
export interface ResetPasswordOtp {
  /** The address. */
  email: string;
  /** The code. */
  otp: string;
  /** 8 to 128 UTF-16 code units, unless configured otherwise. */
  password: string;
}

/** It is set. */
export interface ResetPasswordOtpReply {
  /** Always `true`. */
  success: true;
}

/** Asks for a mail with a code. */
export interface SendVerificationOtp {
  /** The address. */
  email: string;
  /** What the code is for; `change-email` has a route of its own. */
  type: "email-verification" | "sign-in" | "forget-password" | "change-email";
}

/** The answer, whether or not there is such a user. */
export interface SendVerificationOtpReply {
  /** Always `true`. */
  success: true;
}

/** Signs a user in, or up. */
export interface SignInEmailOtp {
  /** The address. */
  email: string;
  /** The code. */
  otp: string;
  /** The name of a user who is new. */
  name?: string;
  /** The address of a picture of a user who is new. */
  image?: string;
  /** What a deployment and its plugins add. */
  [additional: string]: unknown;
}

/** The session. */
export interface SignInEmailOtpReply {
  /** Its token. */
  token: string;
  /** The user. */
  user: User;
}

/** Shows that an address is the user's. */
export interface VerifyEmailOtp {
  /** The address. */
  email: string;
  /** The code. */
  otp: string;
}

/** The user, signed in where the server does that. */
export interface VerifyEmailOtpReply {
  /** Always `true`. */
  status: true;
  /** The token of the new session, if one began. */
  token: string | null;
  /** The user. */
  user: User;
}

/** The routes of the plugin as methods. */
export interface EmailOtpRoutes {
  emailOtp: {
    /** Gives the user another address. */
    changeEmail: Call<ChangeEmailOtp, ChangeEmailOtpReply>;
    /** Asks whether a code is right, without using it up. */
    checkVerificationOtp: Call<CheckVerificationOtp, CheckVerificationOtpReply>;
    /** Asks for a mail with a code to the address that the user wants. */
    requestEmailChange: Call<RequestEmailChangeOtp, RequestEmailChangeOtpReply>;
    /** Asks for a mail with a code that sets another password. */
    requestPasswordReset: Call<RequestPasswordResetOtp, RequestPasswordResetOtpReply>;
    /** Sets another password. */
    resetPassword: Call<ResetPasswordOtp, ResetPasswordOtpReply>;
    /** Asks for a mail with a code. */
    sendVerificationOtp: Call<SendVerificationOtp, SendVerificationOtpReply>;
    /** Shows that an address is the user's. */
    verifyEmail: Call<VerifyEmailOtp, VerifyEmailOtpReply>;
  };
  forgetPassword: {
    /** The same under its old name. */
    emailOtp: Call<ForgetPasswordOtp, RequestPasswordResetOtpReply>;
  };
  signIn: {
    /** Signs a user in, or up. */
    emailOtp: Call<SignInEmailOtp, SignInEmailOtpReply>;
  };
}
