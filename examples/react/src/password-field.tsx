import { useState } from "react";
import { Field, type FieldProps } from "./field";

/** A password that can be looked at while typing. */
export function PasswordField({
  label = "Password",
  ...props
}: Omit<FieldProps, "label" | "type" | "children"> & { label?: string }) {
  const [visible, setVisible] = useState(false);
  return (
    <Field {...props} label={label} type={visible ? "text" : "password"}>
      <button
        type="button"
        className="reveal"
        aria-label={visible ? "Hide the password" : "Show the password"}
        onClick={() => setVisible(!visible)}
      >
        {visible ? "Hide" : "Show"}
      </button>
    </Field>
  );
}
