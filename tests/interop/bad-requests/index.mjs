// @ts-check
// Requests that no well-behaved client sends, as tables: what is wrong, and how it is sent.

import { BODY_REQUESTS } from "./bodies.mjs";
import { CALLBACK_URL_REQUESTS } from "./callback-urls.mjs";
import { FIELD_REQUESTS } from "./fields.mjs";
import { ORIGIN_REQUESTS } from "./origins.mjs";
import { QUERY_REQUESTS } from "./queries.mjs";
import { ROUTE_REQUESTS } from "./routes.mjs";
import { SESSION_COOKIE_REQUESTS } from "./session-cookies.mjs";

/** By what is wrong with them. */
export const BAD_REQUESTS = {
  "paths and methods": ROUTE_REQUESTS,
  "media types and bodies": BODY_REQUESTS,
  fields: FIELD_REQUESTS,
  "session cookies": SESSION_COOKIE_REQUESTS,
  origins: ORIGIN_REQUESTS,
  "callback URLs": CALLBACK_URL_REQUESTS,
  queries: QUERY_REQUESTS,
};
