import { type ReactNode, useId } from "react";

/** What every text field needs. */
export interface FieldProps {
  label: string;
  type: "email" | "password" | "text";
  autoComplete: string;
  value: string;
  onChange: (value: string) => void;
  /** What to know before typing. */
  hint?: string | undefined;
  /** What is wrong with what has been typed. */
  problem?: string | undefined;
  /** Which keyboard a phone shows. */
  inputMode?: "numeric" | undefined;
  /** Stands at the end of the field. */
  children?: ReactNode;
}

/** A labelled text field that can say what is wrong with its value. */
export function Field({ label, type, value, onChange, hint, problem, ...rest }: FieldProps) {
  const id = useId();
  const { autoComplete, inputMode, children } = rest;
  const note = problem ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input">
        <input
          id={id}
          type={type}
          autoComplete={autoComplete}
          inputMode={inputMode}
          required
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={problem !== undefined}
          aria-describedby={note ? `${id}-note` : undefined}
        />
        {children}
      </div>
      <p id={`${id}-note`} className={problem ? "note note-bad" : "note"} aria-live="polite">
        {note}
      </p>
    </div>
  );
}
