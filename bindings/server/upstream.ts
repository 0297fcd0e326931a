import type { ResolvedOptions } from "./options.js";

/** `signet` could not be asked, or has not answered. */
export class UpstreamError extends Error {
  /** What to answer. */
  readonly status: 502 | 504 | 508;
  readonly code: string;

  constructor(status: 502 | 504 | 508, code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "UpstreamError";
    this.status = status;
    this.code = code;
  }
}

/** Sends a request to `signet`. Rejects with an {@link UpstreamError}, or as `signal` was aborted. */
export async function ask(
  options: ResolvedOptions,
  url: string,
  init: RequestInit,
  signal: AbortSignal | null | undefined,
): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeout);
  try {
    return await options.fetch(url, {
      ...init,
      // A redirect is the visitor's, and an answer is nobody else's.
      redirect: "manual",
      cache: "no-store",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (cause) {
    if (signal?.aborted) {
      throw cause;
    }
    throw timeout.aborted
      ? new UpstreamError(504, "GATEWAY_TIMEOUT", "The authentication server is too slow", cause)
      : new UpstreamError(502, "BAD_GATEWAY", "The authentication server can't be reached", cause);
  }
}

/** The answer of a mount in place of `signet`'s. */
export function errorResponse({
  status,
  code,
  message,
}: Pick<UpstreamError, "code" | "message"> & { status: number }): Response {
  return Response.json({ message, code }, { status, headers: { "cache-control": "no-store" } });
}

const connectionHeaders = ["connection", "keep-alive", "transfer-encoding", "upgrade", "trailer"];

/** The answer as a response whose headers can be changed, each cookie on its own. */
export function passOn(answer: Response): Response {
  const headers = new Headers();
  answer.headers.forEach((value, name) => {
    if (name !== "set-cookie" && !connectionHeaders.includes(name)) {
      headers.set(name, value);
    }
  });
  if (headers.has("content-encoding")) {
    // `fetch` has unpacked it.
    headers.delete("content-encoding");
    headers.delete("content-length");
  }
  for (const cookie of answer.headers.getSetCookie()) {
    headers.append("set-cookie", cookie);
  }
  const { status, statusText } = answer;
  return new Response(answer.body, { status, statusText, headers });
}
