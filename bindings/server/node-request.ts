import type { IncomingMessage } from "node:http";

/** Node's request, also as Express and Connect extend it. */
export type NodeRequest = IncomingMessage & {
  /** The path before a router has shortened it. */
  originalUrl?: string | undefined;
  /** What a body parser has read. */
  body?: unknown;
};

/** Node's headers as `Headers`. */
export function fromNodeHeaders(
  nodeHeaders: Record<string, string | string[] | undefined>,
): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(nodeHeaders)) {
    // HTTP/2 has names that begin with a colon.
    if (value !== undefined && !name.startsWith(":")) {
      for (const each of Array.isArray(value) ? value : [value]) {
        headers.append(name, each);
      }
    }
  }
  return headers;
}

/** Node's request as a `Request`. */
export function toRequest(request: NodeRequest, signal?: AbortSignal): Request {
  const { method = "GET" } = request;
  const headers = fromNodeHeaders(request.headers);
  const init: RequestInit & { duplex?: "half" } = { method, headers };
  if (signal) {
    init.signal = signal;
  }
  if (!/^(GET|HEAD)$/.test(method)) {
    const body = bodyOf(request, headers.get("content-type") ?? "");
    if (body !== undefined) {
      init.body = body;
      init.duplex = "half";
    }
  }
  return new Request(urlOf(request), init);
}

/** The host is a client's word: it is not used for anything but telling what was asked. */
function urlOf(request: NodeRequest): string {
  const target = request.originalUrl ?? request.url ?? "/";
  const path = target.startsWith("/") ? target : pathOf(target);
  const scheme = "encrypted" in request.socket ? "https" : "http";
  const origin = `${scheme}://${request.headers.host ?? ""}`;
  return URL.canParse(origin) ? new URL(origin).origin + path : `${scheme}://localhost${path}`;
}

/** Of a target in absolute form (RFC 9112, section 3.2.2). */
function pathOf(target: string): string {
  if (!URL.canParse(target)) {
    return "/";
  }
  const { pathname, search } = new URL(target);
  return pathname + search;
}

function bodyOf(request: NodeRequest, type: string): BodyInit | undefined {
  const { body } = request;
  if (body === undefined || body === null || !request.readableEnded) {
    const sent = request.headers["content-length"] ?? request.headers["transfer-encoding"];
    return sent === undefined || sent === "0" ? undefined : streamOf(request);
  }
  // A parser has read it already.
  if (typeof body === "string" || body instanceof Uint8Array) {
    return body as BodyInit;
  }
  return type.includes("urlencoded")
    ? new URLSearchParams(body as Record<string, string>)
    : JSON.stringify(body);
}

// Not `Readable.toWeb`: Nuxt also runs where there is no `node:stream`.
function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) {
        controller.close();
      } else {
        controller.enqueue(value);
      }
    },
  });
}
