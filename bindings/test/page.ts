/** Runs a test as if in a page: with a `window` that has nothing but an address. */
export async function inPage(
  run: () => Promise<void> | void,
  origin: string | undefined = "https://app.example",
): Promise<void> {
  Object.assign(globalThis, { window: { location: origin && { origin } } });
  try {
    await run();
  } finally {
    Reflect.deleteProperty(globalThis, "window");
  }
}

/** Runs a test with these environment variables and no others. */
export async function withEnvironment(
  variables: Record<string, string>,
  run: () => Promise<void> | void,
): Promise<void> {
  const before = process.env;
  process.env = { ...variables };
  try {
    await run();
  } finally {
    process.env = before;
  }
}

/** Lets everything that is due happen. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
