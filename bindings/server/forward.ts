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
  const init: RequestInit & { duplex?: "half" } = {
    method: request.method,
    headers: forwardedHeaders(options, request.headers, url, context),
  };
  if (request.body && !/^(GET|HEAD)$/.test(request.method)) {
    init.body = request.body;
    init.duplex = "half";
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
