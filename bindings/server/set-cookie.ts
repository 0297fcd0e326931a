/** A cookie that an answer sets, in the form that frameworks take. */
export interface ResponseCookie {
  name: string;
  /** Decoded: frameworks encode it again. */
  value: string;
  options: ResponseCookieOptions;
}

/** The attributes of a cookie (RFC 6265bis, section 4.1.2). */
export interface ResponseCookieOptions {
  domain?: string;
  expires?: Date;
  httpOnly?: boolean;
  /** Seconds; 0 deletes the cookie. */
  maxAge?: number;
  partitioned?: boolean;
  path?: string;
  sameSite?: "strict" | "lax" | "none";
  secure?: boolean;
}

/** The cookies that an answer sets, the last one of each name. */
export function responseCookies(headers: Headers): ResponseCookie[] {
  const cookies = new Map<string, ResponseCookie>();
  for (const text of headers.getSetCookie()) {
    const cookie = parse(text);
    if (cookie) {
      cookies.set(cookie.name, cookie);
    }
  }
  return [...cookies.values()];
}

function parse(text: string): ResponseCookie | undefined {
  const [pair = "", ...attributes] = text.split(";");
  const at = pair.indexOf("=");
  const name = pair.slice(0, at).trim();
  if (at < 1 || !name) {
    return undefined;
  }
  const options: ResponseCookieOptions = {};
  for (const attribute of attributes) {
    const [key = "", ...rest] = attribute.split("=");
    set(options, key.trim().toLowerCase(), rest.join("=").trim());
  }
  return { name, value: decoded(pair.slice(at + 1).trim()), options };
}

function set(options: ResponseCookieOptions, key: string, value: string): void {
  switch (key) {
    case "domain":
    case "path":
      options[key] = value;
      break;
    case "expires":
      options.expires = new Date(value);
      break;
    case "httponly":
      options.httpOnly = true;
      break;
    case "max-age":
      options.maxAge = Number(value);
      break;
    case "partitioned":
    case "secure":
      options[key] = true;
      break;
    case "samesite":
      if (/^(strict|lax|none)$/i.test(value)) {
        options.sameSite = value.toLowerCase() as "strict" | "lax" | "none";
      }
      break;
  }
}

/** Percent-decodes; what can't be decoded stays as it is. */
export function decoded(text: string): string {
  if (!text.includes("%")) {
    return text;
  }
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
