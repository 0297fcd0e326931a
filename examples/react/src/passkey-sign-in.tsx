import { useEffect } from "react";
import { authClient } from "./auth-client";
import { Problem } from "./problem";
import { useAction } from "./use-action";

/** Signs in with a passkey: by a button, or where the browser offers one in a field. */
export function PasskeySignIn() {
  const { run, isPending, problem } = useAction();

  useEffect(() => void offer(), []);

  return (
    <div className="passkey">
      <button
        type="button"
        className="button"
        disabled={isPending}
        onClick={() => void run(() => authClient.signIn.passkey())}
      >
        Sign in with a passkey
      </button>
      <Problem problem={problem} />
    </div>
  );
}

// Whoever does not take the offer is told nothing, nor is a browser that can't make it.
async function offer() {
  const can = await window.PublicKeyCredential?.isConditionalMediationAvailable?.();
  if (can) {
    await authClient.signIn.passkey({ autoFill: true });
  }
}
