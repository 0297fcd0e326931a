/** A page on which Google's script is a fake: a test says what users do. */
export interface GooglePage {
  /** The scripts that were put into the page. */
  readonly scripts: { src: string; onload(): void; onerror(): void }[];
  /** What Google was configured with. */
  readonly configurations: Record<string, any>[];
  /** Who waits for what becomes of each prompt. */
  readonly prompts: ((notification: object) => void)[];
  /** Buttons with their places and looks. */
  readonly buttons: [unknown, unknown][];
  /** Where the page went. */
  readonly visited: string[];
  readonly warnings: string[];
  readonly errors: unknown[][];
  /** How often the browser was told not to sign in silently. */
  silenced: number;
}

/** Runs a test in such a page, whose script has been loaded already unless the test says so. */
export async function inGooglePage(
  run: (page: GooglePage) => Promise<void>,
  { loaded = true, places = {} as Record<string, object> } = {},
): Promise<void> {
  const page: GooglePage = {
    scripts: [],
    configurations: [],
    prompts: [],
    buttons: [],
    visited: [],
    warnings: [],
    errors: [],
    silenced: 0,
  };
  const location = { origin: "https://app.example" };
  Object.defineProperty(location, "href", { set: (address) => page.visited.push(address) });
  const document = {
    querySelector: (selector: string) => places[selector] ?? null,
    createElement: () => ({}),
    head: { appendChild: (script: GooglePage["scripts"][number]) => page.scripts.push(script) },
  };
  const google = {
    accounts: {
      id: {
        initialize: (configuration: object) => page.configurations.push(configuration),
        prompt: (listener: (notification: object) => void) => page.prompts.push(listener),
        renderButton: (place: unknown, look: unknown) => page.buttons.push([place, look]),
      },
    },
  };
  const credentials = {
    preventSilentAccess: async () => {
      page.silenced += 1;
      throw new Error("not now");
    },
  };
  const window = {
    location,
    document,
    google,
    googleScriptInitialized: loaded,
    IdentityCredential: class {},
  };
  const { console, navigator } = globalThis;
  const fakes = {
    window,
    document,
    navigator: { credentials },
    console: {
      ...console,
      warn: (text: string) => page.warnings.push(text),
      error: (...parts: unknown[]) => page.errors.push(parts),
    },
  };
  for (const [name, value] of Object.entries(fakes)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    await run(page);
  } finally {
    Object.defineProperty(globalThis, "console", {
      value: console,
      configurable: true,
      writable: true,
    });
    Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
    Reflect.deleteProperty(globalThis, "window");
    Reflect.deleteProperty(globalThis, "document");
  }
}

/** A notification of Google's about a prompt. */
export const moments = {
  dismissed: (reason: string) => ({
    isDismissedMoment: () => true,
    getDismissedReason: () => reason,
  }),
  skipped: { isDismissedMoment: () => false, isSkippedMoment: () => true },
  notDisplayed: { isNotDisplayed: () => true },
  displayed: { isDismissedMoment: () => false, isSkippedMoment: () => false },
};
