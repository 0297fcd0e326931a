/** Sends a form, and says that it is on its way. */
export function SubmitButton(props: { isPending: boolean; label: string; pendingLabel: string }) {
  const { isPending, label, pendingLabel } = props;
  return (
    <button type="submit" className="button button-main" disabled={isPending}>
      {isPending && <span className="spinner" aria-hidden="true" />}
      {isPending ? pendingLabel : label}
    </button>
  );
}
