/** A piece of code under its name. */
export function Snippet({ title, code }: { title: string; code: string }) {
  return (
    <figure className="snippet">
      <figcaption>{title}</figcaption>
      <pre tabIndex={0} aria-label={`Code of ${title}`}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
