/** Backup codes, which the server shows this once. */
export function BackupCodes({ codes }: { codes: string[] }) {
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(codes.join("\n"))}`;
  return (
    <div className="backup">
      <h3>Backup codes</h3>
      <p className="note">
        Each one replaces your authenticator app once. They are not shown again.
      </p>
      <ul aria-label="Backup codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <a className="button" href={file} download="backup-codes.txt">
        Download
      </a>
    </div>
  );
}
