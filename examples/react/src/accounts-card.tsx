import { useQuery } from "@tanstack/react-query";
import { authClient } from "./auth-client";
import { problemOf } from "./error-messages";
import { formatMoment } from "./format";
import { Panel } from "./panel";
import { socialProviders } from "./social-providers";
import { useAction } from "./use-action";

/** The ways in that belong to the user: their password, and accounts at providers. */
export function AccountsCard() {
  const { data, refetch } = useQuery({
    queryKey: ["accounts"],
    queryFn: () => authClient.listAccounts(),
  });
  const { run, isPending, problem } = useAction();
  const accounts = data?.data ?? [];
  const known = new Set(accounts.map(({ providerId }) => providerId));

  async function unlink(accountId: string) {
    await run(() => authClient.unlinkAccount({ accountId }));
    await refetch();
  }

  return (
    <Panel
      title="Linked accounts"
      subtitle="The last one can’t be removed."
      problem={problem ?? (data?.error ? problemOf(data.error) : null)}
    >
      <ul className="sessions" aria-label="Your accounts">
        {accounts.map(({ id, providerId, createdAt }) => (
          <li key={id}>
            <div className="grow">
              <p className="session-name">{nameOf(providerId)}</p>
              <p className="session-detail">since {formatMoment(createdAt)}</p>
            </div>
            {accounts.length > 1 && (
              <button
                type="button"
                className="button button-quiet"
                disabled={isPending}
                aria-label={`Remove ${nameOf(providerId)}`}
                onClick={() => void unlink(id)}
              >
                Remove
              </button>
            )}
          </li>
        ))}
      </ul>
      <div className="row">
        {socialProviders
          .filter(({ id }) => !known.has(id))
          .map(({ id, name }) => (
            <button
              key={id}
              type="button"
              className="button"
              disabled={isPending}
              onClick={() =>
                void run(() => authClient.linkSocial({ provider: id, callbackURL: "/#account" }))
              }
            >
              Link {name}
            </button>
          ))}
      </div>
    </Panel>
  );
}

function nameOf(providerId: string) {
  if (providerId === "credential") {
    return "E-mail and password";
  }
  return socialProviders.find(({ id }) => id === providerId)?.name ?? providerId;
}
