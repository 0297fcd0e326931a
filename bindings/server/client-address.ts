/**
 * Who tells the address of a client.
 *
 * - `{ header, hops }`: a proxy before this server, which sets the header or appends to it. With
 *   several proxies that append, `hops` is their number; the address is that many from the right.
 *   What a client writes itself stands further left and is not looked at. Default of `hops`: 1.
 * - a function, which is given the headers of the request.
 */
export type ClientAddressOption =
  { header: string; hops?: number } | ((headers: Headers) => string | null | undefined);

/** The address of the client; `known` is what a mount has found out from the socket. */
export function clientAddress(
  option: ClientAddressOption | undefined,
  headers: Headers,
  known: string | undefined,
): string | undefined {
  if (!option) {
    return oneAddress(known);
  }
  if (typeof option === "function") {
    return oneAddress(option(headers));
  }
  const addresses = headers.get(option.header)?.split(",") ?? [];
  return oneAddress(addresses.at(-(option.hops ?? 1)));
}

/** Only what can be an address: a comma in it would make a chain of several. */
function oneAddress(text: string | null | undefined): string | undefined {
  const address = text?.trim();
  return address && /^[\da-fA-F.:]+$/.test(address) ? address : undefined;
}
