import { Field, type FieldProps } from "./field";

/** A code out of a mail or an authenticator app, which browsers can fill in. */
export function CodeField(props: Omit<FieldProps, "type" | "autoComplete" | "inputMode">) {
  return <Field {...props} type="text" autoComplete="one-time-code" inputMode="numeric" />;
}
