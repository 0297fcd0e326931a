import { APIError, type APIErrorBody } from "./api-error.js";
import type { AuthApi, CallOptions } from "./api-types.js";
import { parseAnswer } from "./dates.js";
import type { OutgoingCall, ResolvedOptions } from "./options.js";
import { callHeaders } from "./request-headers.js";
import { routeOf } from "./route-names.js";
import { responseCookies } from "./set-cookie.js";
import { ask, errorResponse, passOn, UpstreamError } from "./upstream.js";

/** All that a call may be given, whatever its types allow. */
interface AnyCallOptions extends CallOptions {
  body?: unknown;
  asResponse?: boolean;
  returnHeaders?: boolean;
  returnStatus?: boolean;
}

/** Makes the object whose every member is a call of the server. */
export function createApi(resolve: () => ResolvedOptions): AuthApi {
  const functions = new Map<string, unknown>();
  return new Proxy({} as AuthApi, {
    get(_, name) {
      // An object with `then` is taken for a promise.
      if (typeof name !== "string" || /^(then|catch|finally|toJSON)$/.test(name)) {
        return undefined;
      }
      if (!functions.has(name)) {
        functions.set(name, async (given?: AnyCallOptions) => call(resolve(), name, given));
      }
      return functions.get(name);
    },
  });
}

async function call(
  options: ResolvedOptions,
  name: string,
  given: AnyCallOptions = {},
): Promise<unknown> {
  const answer = await send(options, name, given);
  const cookies = responseCookies(answer.headers);
  if (cookies.length > 0) {
    for (const plugin of options.plugins) {
      await plugin.setCookies?.(cookies);
    }
  }
  if (given.asResponse) {
    return answer;
  }
  const { headers, status } = answer;
  const response = read(await answer.text());
  if (!answer.ok) {
    throw new APIError(status, (response ?? undefined) as APIErrorBody | undefined, headers);
  }
  if (!given.returnHeaders && !given.returnStatus) {
    return response;
  }
  return {
    ...(given.returnHeaders && { headers }),
    ...(given.returnStatus && { status }),
    response,
  };
}

async function send(
  options: ResolvedOptions,
  name: string,
  given: AnyCallOptions,
): Promise<Response> {
  const route = routeOf(name);
  const outgoing: OutgoingCall = {
    path: route.path,
    method: given.method ?? route.method ?? (given.body === undefined ? "GET" : "POST"),
    query: { ...given.query },
  };
  for (const plugin of options.plugins) {
    await plugin.beforeCall?.(outgoing);
  }
  const { clientAddress, signal } = given;
  const headers = callHeaders(options, new Headers(given.headers), { clientAddress });
  const init: RequestInit = { method: outgoing.method, headers };
  if (given.body !== undefined && outgoing.method !== "GET") {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(given.body);
  }
  const url = options.target + withParams(route.path, given.params) + search(outgoing.query);
  try {
    return passOn(await ask(options, url, init, signal));
  } catch (error) {
    if (!(error instanceof UpstreamError)) {
      throw error;
    }
    const { status, code, message } = error;
    if (given.asResponse) {
      return errorResponse(error);
    }
    throw new APIError(status, { message, code }, undefined, { cause: error });
  }
}

function withParams(path: string, params: Record<string, string> = {}): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (!value) {
      throw new TypeError(`params.${name} is missing`);
    }
    if (/^\.\.?$/.test(value)) {
      // It would be another path.
      throw new APIError(404);
    }
    return encodeURIComponent(value);
  });
}

function search(query: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null) {
        search.append(name, each instanceof Date ? each.toISOString() : String(each));
      }
    }
  }
  return search.size > 0 ? `?${search}` : "";
}

/** JSON where it is some; `/error` answers with a page. */
function read(text: string): unknown {
  if (text === "") {
    return null;
  }
  try {
    return parseAnswer(text);
  } catch {
    return text;
  }
}
