/** Thrown by `createAuthClient` when the address of the server makes no sense. */
export class BetterAuthError extends Error {
  override name = "BetterAuthError";
}

/** What decides where requests go. */
export interface BaseURLOptions {
  baseURL?: string | undefined;
  basePath?: string | undefined;
  fetchOptions?: { baseURL?: string | undefined } | undefined;
}

/**
 * Finds the address of the server: the option, the environment, the page's origin, what hosting
 * platforms set, in this order.
 *
 * @param loadEnv `false` skips the environment, as Better Auth does for Vue.
 */
export function baseURL(options: BaseURLOptions, loadEnv: boolean): string {
  const { basePath = "/api/auth" } = options;
  const found = options.baseURL || (loadEnv && fromEnvironment()) || fromPage();
  const resolved = found ? withPath(found, basePath) : (fromPlatform(basePath) ?? "/api/auth");
  return options.fetchOptions?.baseURL ?? resolved;
}

function withPath(url: string, basePath: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (cause) {
    throw new BetterAuthError(`Invalid base URL: ${url}. Please provide a valid base URL.`, {
      cause,
    });
  }
  if (!/^https?:$/.test(parsed.protocol)) {
    throw new BetterAuthError(`Invalid base URL: ${url}. URL must include 'http://' or 'https://'`);
  }
  if (/[^/]/.test(parsed.pathname)) {
    return url;
  }
  const path = basePath.replace(/^(?=[^/])/, "/");
  return url.replace(/\/+$/, "") + (path === "/" ? "" : path);
}

function fromEnvironment(): string | undefined {
  const host = globalThis as {
    process?: { env?: Record<string, string> };
    Deno?: { env: { toObject(): Record<string, string> } };
    __env__?: Record<string, string>;
  };
  // Without an environment its variables may be globals, which a page's own script can set.
  const env = host.process?.env || host.Deno?.env.toObject() || host.__env__ || (host as never);
  return (
    env.BETTER_AUTH_URL ||
    env.NEXT_PUBLIC_BETTER_AUTH_URL ||
    env.PUBLIC_BETTER_AUTH_URL ||
    env.NUXT_PUBLIC_BETTER_AUTH_URL ||
    env.NUXT_PUBLIC_AUTH_URL ||
    (env.BASE_URL === "/" ? undefined : env.BASE_URL)
  );
}

function fromPage(): string | undefined {
  return typeof window === "undefined" ? undefined : window.location?.origin;
}

// Bundlers replace the literal `process.env.NAME` only, so these are not read through a variable.
function fromPlatform(basePath: string): string | undefined {
  if (typeof process === "undefined") {
    return undefined;
  }
  if (process.env.NEXT_PUBLIC_AUTH_URL) {
    return process.env.NEXT_PUBLIC_AUTH_URL;
  }
  if (typeof window !== "undefined") {
    return undefined;
  }
  if (process.env.NEXTAUTH_URL) {
    return process.env.NEXTAUTH_URL;
  }
  const vercel = process.env.VERCEL_URL;
  if (vercel) {
    try {
      return new URL(vercel.startsWith("http") ? vercel : `https://${vercel}`).origin + basePath;
    } catch {
      // A platform's malformed variable is as good as none.
    }
  }
  return undefined;
}
