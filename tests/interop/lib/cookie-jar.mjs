// @ts-check
// What a browser keeps of `Set-Cookie`, as far as one origin needs it.

export class CookieJar {
  /** @type {Map<string, string>} */
  #cookies = new Map();

  /** @param {string[]} setCookies `Set-Cookie` values, in order */
  store(setCookies) {
    for (const text of setCookies) {
      const [pair = "", ...attributes] = text.split("; ");
      const name = pair.slice(0, pair.indexOf("="));
      if (attributes.includes("Max-Age=0")) this.#cookies.delete(name);
      else this.#cookies.set(name, pair.slice(name.length + 1));
    }
  }

  /** @param {string} name */
  get(name) {
    return this.#cookies.get(name);
  }

  /** The `Cookie` header, or nothing when the jar is empty. */
  header() {
    const pairs = [...this.#cookies].map(([name, value]) => `${name}=${value}`);
    return pairs.length > 0 ? pairs.join("; ") : undefined;
  }
}

/**
 * `fetch` with a jar and an `Origin`, which is what a browser would add.
 *
 * @param {string} origin
 * @param {CookieJar} jar
 * @returns {typeof fetch}
 */
export function browserLikeFetch(origin, jar) {
  return async (input, init) => {
    const request = new Request(input, init);
    const headers = new Headers(request.headers);
    headers.set("origin", origin);
    const cookie = jar.header();
    if (cookie !== undefined) headers.set("cookie", cookie);
    const response = await fetch(new Request(request, { headers, credentials: "omit" }));
    jar.store(response.headers.getSetCookie());
    return response;
  };
}
