import { clientAddress } from "./client-address.js";
import type { HandlerContext, ResolvedOptions } from "./options.js";

/** They belong to one connection (RFC 9110, section 7.6.1), or `fetch` sets them. */
const connectionHeaders = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "host",
  "content-length",
];

/** With these a client could name an address or a host of its choice. */
const claims =
  /^(forwarded|x-forwarded-.*|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|cf-connecting-ip.*|cf-pseudo-ipv4|fastly-client-ip|fly-client-ip|x-vercel-forwarded-for|x-original-.*|x-rewrite-url)$/;

/** Without any of them it is no browser that asks, and no other site can have made it ask. */
const browserHeaders = [
  "cookie",
  "origin",
  "referer",
  "sec-fetch-dest",
  "sec-fetch-mode",
  "sec-fetch-site",
];

/** More would be a mount that forwards to itself. */
const mostMounts = 3;

/** What of a client's headers goes on to `signet`, and what this server says about the client. */
export function forwardedHeaders(
  options: ResolvedOptions,
  incoming: Headers,
  url: URL | undefined,
  context: HandlerContext | undefined,
): Headers {
  const address = clientAddress(options.clientAddress, incoming, context?.clientAddress);
  const headers = new Headers();
  const dropped = new Set(connectionHeaders);
  for (const name of incoming.get("connection")?.split(",") ?? []) {
    dropped.add(name.trim().toLowerCase());
  }
  incoming.forEach((value, name) => {
    if (!dropped.has(name) && !claims.test(name)) {
      headers.set(name, value);
    }
  });
  const known = options.knowsOrigin || !url ? new URL(options.origin) : url;
  headers.set("x-forwarded-host", known.host);
  headers.set("x-forwarded-proto", known.protocol.slice(0, -1));
  if (address) {
    headers.set("x-forwarded-for", address);
  }
  // `fetch` would unpack what is packed, and the answer's headers would then be wrong.
  headers.set("accept-encoding", "identity");
  headers.append("via", "1.1 signet-auth");
  // `fetch` would put itself in these places, and look like a browser.
  if (!headers.has("user-agent")) {
    headers.set("user-agent", "");
  }
  if (!browserHeaders.some((name) => headers.has(name))) {
    headers.set("origin", options.origin);
  }
  return headers;
}

/** Headers of a call that the application makes for a client. */
export function callHeaders(
  options: ResolvedOptions,
  incoming: Headers,
  context: HandlerContext,
): Headers {
  const headers = forwardedHeaders(options, incoming, undefined, context);
  for (const name of [...headers.keys()]) {
    if (/^(accept|content-.*|if-.*|range|referer|sec-.*|rsc|next-.*)$/.test(name)) {
      headers.delete(name);
    }
  }
  // The application's own code calls; whoever called the application is its concern.
  headers.set("origin", options.origin);
  headers.set("accept", "application/json");
  return headers;
}

/** Whether the request has passed through mounts so often that they must form a circle. */
export function runsInCircles(incoming: Headers): boolean {
  return (incoming.get("via")?.split("signet-auth").length ?? 1) > mostMounts;
}
