import { boundedBody } from "./bounded-body.js";
import type { HandlerContext, ResolvedOptions } from "./options.js";
import { forwardedHeaders, runsInCircles } from "./request-headers.js";
import { ask, errorResponse, passOn, UpstreamError } from "./upstream.js";

/** Answers a request with what `signet` answers. */
export async function forward(
  options: ResolvedOptions,
  request: Request,
  context?: HandlerContext,
): Promise<Response> {
  const url = new URL(request.url);
  if (!isBelow(url.pathname, options.mount)) {
    return new Response(null, { status: 404 });
  }
  if (runsInCircles(request.headers)) {
    return errorResponse(
      new UpstreamError(508, "LOOP_DETECTED", "`serverURL` leads back to this server"),
    );
  }
  const init: RequestInit = {
    method: request.method,
    headers: forwardedHeaders(options, request.headers, url, context),
  };
  if (request.body && !/^(GET|HEAD)$/.test(request.method)) {
    const body = await boundedBody(request, options.bodyLimit);
    if (!body) {
      return errorResponse({
        status: 413,
        code: "PAYLOAD_TOO_LARGE",
        message: "Request body is too large",
      });
    }
    if (body.length > 0) {
      init.body = body;
    }
  }
  const target = options.target + url.pathname.slice(options.mount.length) + url.search;
  try {
    return passOn(await ask(options, target, init, request.signal));
  } catch (error) {
    if (error instanceof UpstreamError) {
      return errorResponse(error);
    }
    throw error;
  }
}

/** Whether a path is one of the endpoints, which are all below the mount. */
export function isBelow(path: string, mount: string): boolean {
  return path.startsWith(`${mount}/`);
}
