// What a host of JavaScript does for the client in its own language: addresses, headers, bodies,
// answers, timers, listeners. Nothing here decides: which hook runs when, what is tried again and
// what an answer means for the session is Rust. `src/testing/` does the same for the tests' host.
//
// Whatever a host object throws ends as a rejected promise or as `undefined`, never in the module.

const isFunction = (value) => typeof value === "function";
const isObject = (value) => typeof value === "object" && value !== null;
const quietly = (action) => {
  try {
    return action();
  } catch {}
};

// Values

const KINDS = ["undefined", "object", "boolean", "number", "string", "function"];

/** The place of the type; `null` has that of objects, which have one of their own. */
export const kind = (value) => (isObject(value) ? 6 : KINDS.indexOf(typeof value));
export const get = (object, key) => quietly(() => object[key]);
export const set = (object, key, value) => {
  quietly(() => {
    object[key] = value;
  });
};
export const remove = (object, key) => {
  quietly(() => delete object[key]);
};
export const keys = (value) => quietly(() => Object.keys(value)) ?? [];
export const list = (value) => quietly(() => Object.values(value)) ?? [];
export const same = Object.is;
export const assign = (target, source) => {
  quietly(() => Object.assign(target, source));
};
export const text = (value) => quietly(() => String(value)) ?? "";
export const ask = (object, method, argument) => quietly(() => object[method](argument));
export const invoke = async (action, self, argument) => action.call(self, argument);
export const failure = (name, message) => new globalThis[name](message);

/** The words of a name in lower case, by Unicode's classes, with `-` between them. */
export const kebabCase = (name) =>
  text(name)
    .replace(/['\u2019]/g, "")
    .match(/[\p{Ll}\d]+|\p{Lu}+(?!\p{Ll})|\p{Lu}[\p{Ll}\d]+|\p{Lo}+/gu)
    ?.join("-")
    .toLowerCase() ?? "";

/** Hands a snapshot of the session to a subscriber. */
export const publish = (subscriber, data, error, isPending, isRefetching) => {
  quietly(() => subscriber({ data, error, isPending, isRefetching }));
};

/** A promise, and what settles it. */
export const deferred = () => {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};

// Requests

const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/?#]+/i;

const split = (value, separator) => {
  const at = value.indexOf(separator);
  return at < 0 ? [value, ""] : [value.slice(0, at), value.slice(at + 1)];
};

/** Key by key, as written; a later source wins, and what is missing is left out. */
const mergeHeaders = (...sources) => {
  const merged = {};
  for (const source of sources) {
    // `Headers` and lists of pairs can be walked, plain objects can't.
    const entries = isFunction(source?.forEach) ? source : Object.entries(source ?? {});
    for (const [key, value] of entries) {
      if (value !== null && value !== undefined) {
        merged[key] = value;
      }
    }
  }
  return merged;
};

/** The value of the `authorization` header; nothing when a part of it is missing. */
async function authorization(auth) {
  // A part may be a function, also one that answers later.
  const part = async (name) => (isFunction(auth[name]) ? auth[name]() : auth[name]);
  const type = auth?.type;
  if (type === "Bearer") {
    const token = await part("token");
    return token && `Bearer ${token}`;
  }
  if (type === "Basic") {
    const username = await part("username");
    const password = username && (await part("password"));
    return password && `Basic ${btoa(`${username}:${password}`)}`;
  }
  if (type === "Custom") {
    const prefix = await part("prefix");
    const value = await part("value");
    return value && `${prefix ?? ""} ${value}`;
  }
}

/**
 * Joins `baseURL`, the path with its `params` filled in, and the queries of base, path and options.
 * An absolute address becomes a `URL`, a relative one stays text.
 */
function address(input, { baseURL, params, query }) {
  // The method in `@post/path` is only a hint for humans here.
  const path = input.replace(/^@(get|post|put|patch|delete)(\/|$)/, "/");
  const origin = ORIGIN.exec(path)?.[0];
  const [base, baseQuery] = split(
    split(origin ?? (typeof baseURL === "string" ? baseURL : ""), "#")[0],
    "?",
  );
  const prefix = `${base.replace(/\/+$/, "")}/`;
  const rest = path.startsWith(origin ?? prefix) ? path.slice((origin ?? prefix).length) : path;
  const [segments, pathQuery] = split(rest, "?");
  let position = 0;
  const filled = segments.split("/").map((segment) => {
    // A list of params fills by position.
    const key = !segment.startsWith(":")
      ? undefined
      : Array.isArray(params)
        ? position++
        : segment.slice(1);
    if (key === undefined || !isObject(params) || !Object.hasOwn(params, key)) {
      return encodeURIComponent(segment).replaceAll("%3A", ":");
    }
    const value = String(params[key]);
    if (/^\.\.?$/.test(value)) {
      throw new TypeError("Path parameters cannot be reserved path segments");
    }
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams(`${baseQuery}&${pathQuery}`);
  for (const [key, value] of Object.entries(query)) {
    if (Array.isArray(value)) {
      for (const item of value) {
        search.append(key, item);
      }
    } else if (value !== undefined && value !== null) {
      search.set(key, typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
    }
  }
  const queries = `${search}`.replaceAll("+", "%20");
  const whole = prefix + filled.join("/").replace(/^\/+/, "") + (queries && `?${queries}`);
  return ORIGIN.test(whole) ? new URL(whole) : whole;
}

/** Plain data, and what says how to be written as JSON. */
const isJson = (body) =>
  isObject(body)
    ? !body.buffer && (/^(Object|Array)$/.test(body.constructor?.name) || isFunction(body.toJSON))
    : /^[nbs]/.test(typeof body);

function written(body, headers) {
  if (!body || typeof body === "string" || !isJson(body)) {
    return body || null;
  }
  return /^\s*application\/x-www-form-urlencoded\s*(;|$)/i.test(headers.get("content-type"))
    ? `${new URLSearchParams(body)}`
    : (JSON.stringify(body) ?? "");
}

/**
 * What all requests of a client share: default options, and the plugins `before` and `after` our
 * own, which follows redirects.
 */
export function shared({ baseURL, fetchOptions, plugins }) {
  const { plugins: own, onRequest, onResponse, onSuccess, onError, ...rest } = fetchOptions ?? {};
  return {
    defaults: {
      baseURL,
      method: "GET",
      // Some edge runtimes refuse the option.
      ...(quietly(() => "credentials" in Request.prototype) && { credentials: "include" }),
      ...rest,
    },
    // The client's own hooks run beside a call's, so they are a plugin.
    before: [{ hooks: { onRequest, onResponse, onSuccess, onError } }, ...list(own)],
    after: list(plugins).flatMap((plugin) => list(plugin?.fetchPlugins)),
  };
}

/**
 * From a path and options to an exchange: `options`, as the plugins have left them, the `request`
 * of hooks and transport, and all its `hooks`, which are those `before` ours and those `after`.
 */
export async function prepare(path, { defaults, before, after }, given, attempt, controller) {
  let options = {
    ...defaults,
    ...given,
    headers: mergeHeaders(defaults.headers, given?.headers),
    query: { ...defaults.query, ...given?.query },
  };
  if (attempt) {
    options.retryAttempt = attempt;
  }
  const { retry, retryAttempt } = options;
  const last = [...after, ...list(given?.plugins)];
  for (const plugin of [...before, ...last]) {
    if (isFunction(plugin?.init)) {
      const changed = await plugin.init(path, options);
      path = String(changed?.url);
      options = changed?.options ?? options;
    }
  }
  const authorized = await authorization(options.auth);
  const headers = new Headers({
    ...mergeHeaders(options.headers),
    ...(authorized && { authorization: authorized }),
  });
  if (!headers.has("content-type") && isJson(options.body)) {
    headers.set("content-type", "application/json");
  }
  const request = {
    ...options,
    url: address(path, { ...options, query: options.query ?? {} }),
    body: written(options.body, headers),
    headers,
    method: String(options.method).toUpperCase(),
    signal: options.signal ?? controller.signal,
  };
  const first = [options, ...before.map((plugin) => plugin?.hooks)];
  const rest = last.map((plugin) => plugin?.hooks);
  return {
    options,
    request,
    controller,
    retry,
    attempt: typeof retryAttempt === "number" ? retryAttempt : 0,
    before: first,
    after: rest,
    hooks: [...first, ...rest],
  };
}

/** Runs the hooks of one name, one after the other, and takes over what they return. */
export async function tell(exchange, name, part) {
  const { request, options } = exchange;
  for (const hooks of exchange[part]) {
    const hook = hooks?.[name];
    if (isFunction(hook)) {
      if (name === "onRequest") {
        Object.assign(request, (await hook(request)) || {});
        continue;
      }
      const { response } = exchange;
      const result = await hook({
        response: options.hookOptions?.cloneResponse ? response.clone() : response,
        request,
        ...exchange[name],
      });
      if (name === "onResponse" && result) {
        exchange.response = typeof result.status === "number" ? result : result.response;
      }
    }
  }
}

/** Sends the request, and ends it after its `timeout` unless the caller has a signal. */
export async function send(fetch, exchange) {
  const { request, controller, options } = exchange;
  const { timeout, signal, customFetchImpl } = options;
  const timer =
    typeof timeout === "number" && !(signal ?? false)
      ? setTimeout(() => controller.abort(), timeout)
      : undefined;
  try {
    exchange.response = await (isFunction(customFetchImpl)
      ? customFetchImpl(request.url, request)
      : fetch(
          request.url,
          isFunction(request.body?.getReader) ? { ...request, duplex: "half" } : request,
        ));
  } finally {
    clearTimeout(timer);
  }
}

const WORDS = {
  null: null,
  true: true,
  false: false,
  undefined: undefined,
  nan: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  "-infinity": Number.NEGATIVE_INFINITY,
};
// A number must fit into one: at most 16 digits and 17 decimals.
const JSON_START = /^["[{]|^-?\d{1,16}(\.\d{1,17})?(e[+-]?\d+)?$/i;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)$/;

/** Dates as `Date`, and no keys that reach into prototypes. */
function revive(key, value) {
  if (key === "__proto__" || (key === "constructor" && value?.prototype !== undefined)) {
    return undefined;
  }
  const date = typeof value === "string" && DATE.test(value) && new Date(value);
  return date && !Number.isNaN(+date) ? date : value;
}

/** Lenient: nothing is `null`, and what is no JSON is itself. */
function parse(content) {
  const trimmed = content.trim();
  const word = trimmed.length < 10 ? trimmed.toLowerCase() : "";
  if (Object.hasOwn(WORDS, word)) {
    return WORDS[word];
  }
  try {
    return JSON_START.test(trimmed) ? JSON.parse(trimmed, revive) : content || null;
  } catch {
    return content;
  }
}

function isBlob(response) {
  const type = quietly(() => response.headers.get("content-type"));
  const media = typeof type === "string" && type.split(";")[0].trim();
  return (
    media && !/^(text\/.*|image\/svg|application\/(xml|xhtml|html|json|.*\+json))$/.test(media)
  );
}

/** Reads the answer into `onSuccess` or `onError`, which are what the hooks of that name get. */
export async function read(exchange) {
  const { response, request, options } = exchange;
  if (options.hookOptions?.cloneResponse) {
    exchange.response = response.clone();
  }
  if (!isObject(response)) {
    throw new TypeError("fetch did not answer with a response");
  }
  const { ok, status, statusText } = response;
  if (ok && request.method === "HEAD") {
    return;
  }
  if (ok && isBlob(response)) {
    exchange.onSuccess = { data: await response.blob() };
    return;
  }
  const content = await response.text();
  const isJsonText = ok || quietly(() => [JSON.parse(content)]);
  const data = !isJsonText
    ? undefined
    : isFunction(request.jsonParser)
      ? await (0, request.jsonParser)(content)
      : typeof content === "string"
        ? parse(content)
        : content;
  if (ok) {
    exchange.onSuccess = { data };
  } else {
    exchange.onError = { responseText: content, error: { ...data, status, statusText } };
    exchange.body = isJsonText ? data : content;
  }
}

/** What the caller gets, or has thrown at him. */
export function result({ options, onSuccess, onError, body }) {
  if (!options.throw || !(onSuccess || onError)) {
    const data = onSuccess ? onSuccess.data : onError ? null : "";
    return { data, error: onError ? onError.error : null };
  }
  if (onSuccess) {
    return onSuccess.data;
  }
  const { status, statusText } = onError.error;
  const error = new Error(text(statusText || status));
  return Object.assign(error, { status, statusText, error: body, cause: body });
}

// The page

export const ownFetch = () => globalThis.fetch;
export const controller = () => quietly(() => new AbortController()) ?? {};
export const isPage = () => isObject(globalThis.window);
export const isOnline = () => globalThis.navigator?.onLine !== false;
export const protocol = (url) => quietly(() => new URL(url).protocol);
export const navigate = (url) => {
  quietly(() => {
    window.location.href = url;
  });
};
export const timer = (then, delay) => setTimeout(then, delay);
export const cancel = (id) => clearTimeout(id);
export const sleep = (delay) => new Promise((resolve) => setTimeout(resolve, delay));

function openChannel(name) {
  const channel = quietly(() => new BroadcastChannel(name));
  // In Node an open channel would keep a finished program alive.
  channel?.unref?.();
  return channel;
}

/** Tells of each event: its type, whether there is a channel, and what another tab said. */
export function watch(then, name, storageKey) {
  const channel = openChannel(name);
  const { document, window } = globalThis;
  const targets = { visibilitychange: document, online: window, offline: window, storage: window };
  const events = Object.entries({ ...targets, message: channel });
  const listener = ({ type, data, key, newValue }) => {
    const isOther = type === "storage" && key !== storageKey;
    if (!isOther && (type !== "visibilitychange" || document.visibilityState === "visible")) {
      then({ type, hasChannel: !!channel, content: quietly(() => JSON.parse(data ?? newValue)) });
    }
  };
  const each = (method) => {
    for (const [event, target] of events) {
      target?.[method]?.(event, listener);
    }
  };
  each("addEventListener");
  return {
    channel,
    stop() {
      each("removeEventListener");
      channel?.close();
    },
  };
}

/** Tells all other tabs in the form of Better Auth's client, over every way there is. */
export function post(trigger, name, storageKey, open) {
  const content = JSON.stringify({
    event: "session",
    data: { trigger },
    // Two equal texts in a row would raise one `storage` event only.
    clientId: `${Math.random()}`.slice(2),
    timestamp: Math.trunc(Date.now() / 1000),
    channel: isFunction(globalThis.BroadcastChannel),
  });
  quietly(() => localStorage.setItem(storageKey, content));
  // A channel does not hear itself: an own listener must speak through its own channel.
  const channel = open ? open.channel : openChannel(name);
  quietly(() => channel.postMessage(content));
  if (!open) {
    channel?.close();
  }
}
