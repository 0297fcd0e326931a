import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { csrf } from "hono/csrf";
import { sessionMiddleware, toHonoHandler, type SessionVariables } from "signet-auth/hono";
import { auth } from "./auth.js";

const notes = new Map<string, string[]>();

export const app = new Hono<{ Variables: SessionVariables }>();

app.on(["GET", "POST"], "/api/auth/*", toHonoHandler(auth));

// The providers that `signet` has: which buttons the page shows.
app.get("/api/providers", (c) =>
  c.json((process.env.SOCIAL_PROVIDERS ?? "").split(",").filter(Boolean)),
);

// A protected API. Other sites' forms can't write to it: `csrf()` is about these routes, the
// endpoints above check origins themselves.
app.use("/api/notes", csrf(), sessionMiddleware(auth), async (c, next) => {
  if (!c.get("user")) {
    return c.json({ message: "Sign in first" }, 401);
  }
  return next();
});

app.get("/api/notes", (c) => c.json(notes.get(c.get("user")?.id ?? "") ?? []));

app.post("/api/notes", async (c) => {
  const owner = c.get("user")?.id ?? "";
  const { text } = await c.req.json<{ text: unknown }>();
  if (typeof text !== "string" || text === "") {
    return c.json({ message: "A note has a text" }, 400);
  }
  notes.set(owner, [...(notes.get(owner) ?? []), text]);
  return c.json({ text }, 201);
});

// The page, and the client as the package brings it for browsers: no bundler is needed.
app.use(
  "/signet-auth/*",
  serveStatic({
    root: "node_modules/signet-auth/browser",
    rewriteRequestPath: (path) => path.replace("/signet-auth", ""),
  }),
);
app.use("/*", serveStatic({ root: "public" }));
