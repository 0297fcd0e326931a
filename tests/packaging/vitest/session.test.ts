import { createAuthClient } from "signet-auth/client";
import { expect, test, vi } from "vitest";

test("a mounted session store asks once and shows the answer", async () => {
  const fetch = vi.fn(async () => Response.json(null));
  const client = createAuthClient({
    baseURL: "https://a.example",
    fetchOptions: { customFetchImpl: fetch },
  });
  const pending: boolean[] = [];
  const stop = client.useSession.subscribe((session) => pending.push(session.isPending));
  await vi.waitFor(() => expect(client.useSession.get().isPending).toBe(false));
  expect(client.useSession.get().data).toBe(null);
  expect(pending[0]).toBe(true);
  expect(fetch).toHaveBeenCalledTimes(1);
  stop();
});
