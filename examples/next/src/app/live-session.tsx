"use client";

import { useEffect } from "react";
import { authClient } from "@/lib/auth-client";

/** The same session as the browser knows it; follows other tabs without a reload. */
export function LiveSession({ userOnServer }: { userOnServer: string | undefined }) {
  const { data, isPending, refetch } = authClient.useSession();
  // A server action has signed in or out behind the client's back.
  useEffect(() => void refetch(), [userOnServer, refetch]);
  const who = isPending ? "…" : (data?.user.email ?? "nobody");
  return (
    <p>
      In the browser: <output>{who}</output>
    </p>
  );
}
