import type { RouteTable } from "./client-proxy.js";

/** Lays `added` over `base`, group by group; what is missing in `added` stays as it was. */
export function merge(base: RouteTable, added: RouteTable | undefined): RouteTable {
  const merged = { ...base };
  for (const [name, value] of Object.entries(added ?? {})) {
    if (name === "__proto__" || value === undefined || value === null) {
      continue;
    }
    const present = merged[name];
    merged[name] = isGroup(present) && isGroup(value) ? merge(present, value) : value;
  }
  return merged;
}

function isGroup(value: unknown): value is RouteTable {
  return typeof value === "object" && value !== null && !("get" in value);
}
