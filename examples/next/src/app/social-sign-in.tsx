"use client";

import { useState } from "react";
import { authClient } from "@/lib/auth-client";

/** A button for each provider. The page leaves for the provider's and comes back to the dashboard. */
export function SocialSignIn({ providers }: { providers: string[] }) {
  const [message, setMessage] = useState<string>();

  async function signIn(provider: string) {
    const { error } = await authClient.signIn.social({ provider, callbackURL: "/dashboard" });
    setMessage(error?.message);
  }

  return (
    <>
      {providers.map((provider) => (
        <button key={provider} type="button" onClick={() => void signIn(provider)}>
          Continue with {provider}
        </button>
      ))}
      {message && <p role="alert">{message}</p>}
    </>
  );
}
