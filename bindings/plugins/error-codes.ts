/** A code that an error may carry, and what it means. As text it is the code. */
export interface PluginErrorCode<Code extends string> {
  readonly code: Code;
  readonly message: string;
  toString(): Code;
}

/** The codes of a plugin by their names. */
export type PluginErrorCodes<Messages> = {
  readonly [Code in keyof Messages & string]: PluginErrorCode<Code>;
};

/** Makes codes from their sentences. */
export function defineErrorCodes<const Messages extends Record<string, string>>(
  messages: Messages,
): PluginErrorCodes<Messages> {
  const codes = Object.entries(messages).map(([code, message]) => [
    code,
    { code, message, toString: () => code },
  ]);
  return Object.fromEntries(codes) as PluginErrorCodes<Messages>;
}
