import { useState } from "react";
import type { AuthError } from "signet-auth/react";
import { type Problem, problemOf, unreachable } from "./error-messages";

type Outcome = { error: AuthError | null };

/** Runs a call of the client on demand; knows whether it is on its way and what went wrong. */
export function useAction() {
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function run(call: () => Promise<Outcome>): Promise<boolean> {
    setPending(true);
    setProblem(null);
    const found = await call().then(({ error }) => error && problemOf(error), lost);
    setProblem(found);
    setPending(false);
    return !found;
  }

  return { run, isPending, problem };
}

// A call rejects only when no answer has come.
function lost(): Problem {
  return unreachable;
}
