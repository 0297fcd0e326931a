import { authClient } from "./auth-client";
import { refusalOf } from "./error-messages";
import { Problem } from "./problem";
import { returnedError } from "./returned-error";
import { socialProviders } from "./social-providers";
import { useAction } from "./use-action";

/** A button for each provider that the server has; nothing where it has none. */
export function SocialSignIn() {
  const { run, isPending, problem } = useAction();
  const refusal = returnedError ? refusalOf(returnedError) : null;

  if (socialProviders.length === 0) {
    return null;
  }
  return (
    <div className="providers">
      <p className="divider">or</p>
      {socialProviders.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className="button"
          disabled={isPending}
          // The page leaves for the provider's, and comes back signed in or with an error.
          onClick={() =>
            void run(() =>
              authClient.signIn.social({ provider: id, callbackURL: "/", errorCallbackURL: "/" }),
            )
          }
        >
          Continue with {name}
        </button>
      ))}
      <Problem problem={problem ?? refusal} />
    </div>
  );
}
