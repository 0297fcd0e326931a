import { decoded } from "./set-cookie.js";

/** Which cookie to look for. */
export interface SessionCookieOptions {
  /** What cookie names begin with. Default `"better-auth"`. */
  cookiePrefix?: string | undefined;
  /** Default `"session_token"`. */
  cookieName?: string | undefined;
}

/**
 * The session cookie of a request, or `null`. Says only that there is one, not that it is worth
 * anything: good for sending guests to the sign-in page early, never for letting somebody in.
 */
export function getSessionCookie(
  request: Request | Headers,
  { cookiePrefix = "better-auth", cookieName = "session_token" }: SessionCookieOptions = {},
): string | null {
  const cookies = requestCookies(request);
  for (const separator of [".", "-"]) {
    const name = `${cookiePrefix}${separator}${cookieName}`;
    const value = cookies.get(`__Secure-${name}`) || cookies.get(name);
    if (value) {
      return value;
    }
  }
  return null;
}

/** The cookies of a request; of two with one name the first. */
export function requestCookies(request: Request | Headers): Map<string, string> {
  const headers = "headers" in request ? request.headers : request;
  const cookies = new Map<string, string>();
  for (const pair of headers.get("cookie")?.split(";") ?? []) {
    const at = pair.indexOf("=");
    const name = pair.slice(0, at).trim();
    if (name && at > 0 && !cookies.has(name)) {
      const value = pair.slice(at + 1).trim();
      cookies.set(name, decoded(value.replace(/^"(.*)"$/, "$1")));
    }
  }
  return cookies;
}
