/** The seal, and the name beside it. */
export function Brand({ small = false }: { small?: boolean }) {
  const size = small ? 20 : 32;
  return (
    <span className="brand">
      <img src="/favicon.svg" width={size} height={size} alt="" />
      {!small && "Signet"}
    </span>
  );
}
