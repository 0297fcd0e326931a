import { authClient } from "./auth-client";
import { Problem } from "./problem";
import { useAction } from "./use-action";

/** Ends the session of this browser. */
export function SignOutButton() {
  const { run, isPending, problem } = useAction();
  return (
    <div className="sign-out">
      <Problem problem={problem} />
      <button
        type="button"
        className="button"
        disabled={isPending}
        onClick={() => void run(() => authClient.signOut())}
      >
        {isPending ? "Signing out…" : "Sign out"}
      </button>
    </div>
  );
}
