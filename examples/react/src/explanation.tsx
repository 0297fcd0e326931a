import { Snippet } from "./snippet";

const byHook = `const {
  data: session,
  isPending,
  refetch,
} = authClient.useSession();`;

const byQuery = `const { data: session } = useQuery({
  queryKey: ["session"],
  queryFn: () =>
    authClient.getSession().then((r) => r.data),
});`;

/** Shows the code behind the two cards. */
export function Explanation() {
  return (
    <section className="explanation" aria-labelledby="explanation-title">
      <h2 id="explanation-title">What you see</h2>
      <p>
        The hook reads a store that lives in Rust: it asks once, however many components use it, and
        follows sign-in, sign-out and other tabs. <code>getSession()</code> is one request and goes
        through the same store, so both always agree.
      </p>
      <div className="pair">
        <Snippet title="By the hook" code={byHook} />
        <Snippet title="By TanStack Query" code={byQuery} />
      </div>
    </section>
  );
}
