import { type FormEvent, useState } from "react";
import { Field } from "./field";
import { formatMoment } from "./format";

interface PasskeyRowProps {
  name: string;
  createdAt: Date | null | undefined;
  isDisabled: boolean;
  onRename: (name: string) => Promise<boolean>;
  onDelete: () => void;
}

/** One passkey in the list. */
export function PasskeyRow({ name, createdAt, isDisabled, onRename, onDelete }: PasskeyRowProps) {
  const [next, setNext] = useState<string | null>(null);

  async function rename(event: FormEvent) {
    event.preventDefault();
    if (next !== null && (await onRename(next))) {
      setNext(null);
    }
  }

  if (next !== null) {
    return (
      <li>
        <form className="grow" onSubmit={(event) => void rename(event)}>
          <Field
            label={`New name of ${name}`}
            type="text"
            autoComplete="off"
            value={next}
            onChange={setNext}
          />
          <div className="row">
            <button className="button" disabled={isDisabled}>
              Save
            </button>
            <button type="button" className="button button-quiet" onClick={() => setNext(null)}>
              Cancel
            </button>
          </div>
        </form>
      </li>
    );
  }
  return (
    <li>
      <div className="grow">
        <p className="session-name">{name}</p>
        {createdAt && <p className="session-detail">since {formatMoment(createdAt)}</p>}
      </div>
      <button
        type="button"
        className="button button-quiet"
        disabled={isDisabled}
        aria-label={`Rename ${name}`}
        onClick={() => setNext(name)}
      >
        Rename
      </button>
      <button
        type="button"
        className="button button-quiet"
        disabled={isDisabled}
        aria-label={`Delete ${name}`}
        onClick={onDelete}
      >
        Delete
      </button>
    </li>
  );
}
