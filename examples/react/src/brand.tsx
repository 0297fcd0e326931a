/** The seal, and the name beside it. */
export function Brand() {
  return (
    <span className="brand">
      <img src="/favicon.svg" width="32" height="32" alt="" />
      Signet
    </span>
  );
}
