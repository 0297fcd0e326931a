import { useQuery } from "@tanstack/react-query";
import { authClient } from "./auth-client";
import { problemOf, unreachable, type Problem } from "./error-messages";

/** The sessions of the user, the newest first. */
export function useSessionList() {
  const { data, isPending, refetch } = useQuery({ queryKey: ["sessions"], queryFn: load });
  return {
    sessions: data?.sessions ?? [],
    problem: data?.problem ?? null,
    isPending,
    refetch,
  };
}

async function load() {
  const { data, error } = await authClient.listSessions().catch(() => lost);
  const sessions = [...(data ?? [])].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const problem: Problem | null = error && (error.status === 0 ? unreachable : problemOf(error));
  return { sessions, problem };
}

const lost = { data: null, error: { status: 0, statusText: "" } };
