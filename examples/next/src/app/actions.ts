"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { APIError } from "signet-auth/server";
import { auth } from "@/lib/auth";

/** What the form says when it was refused. */
export type FormState = { message: string } | undefined;

export async function signIn(_: FormState, form: FormData): Promise<FormState> {
  const body = { email: text(form, "email"), password: text(form, "password") };
  return submit(async () => auth.api.signInEmail({ body, headers: await headers() }));
}

export async function signUp(_: FormState, form: FormData): Promise<FormState> {
  const email = text(form, "email");
  const name = email.split("@")[0] ?? email;
  const body = { name, email, password: text(form, "password") };
  return submit(async () => auth.api.signUpEmail({ body, headers: await headers() }));
}

export async function signOut(): Promise<void> {
  await auth.api.signOut({ headers: await headers() });
  redirect("/");
}

/** The call sets its cookies by itself: see `nextCookies()`. */
async function submit(call: () => Promise<unknown>): Promise<FormState> {
  try {
    await call();
  } catch (error) {
    if (error instanceof APIError) {
      return { message: error.message };
    }
    throw error;
  }
  redirect("/dashboard");
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
