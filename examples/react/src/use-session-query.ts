import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { authClient } from "./auth-client";

/** The session by TanStack Query: one request, kept in its cache. */
export function useSessionQuery() {
  return useQuery({
    queryKey: ["session"],
    queryFn: () => authClient.getSession().then((reply) => reply.data),
  });
}

/** Empties TanStack Query's cache when a session ends: the next one may be another person's. */
export function useQueriesPerSession(sessionId: string | undefined) {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (sessionId) {
      return () => void queryClient.resetQueries();
    }
  }, [sessionId, queryClient]);
}
