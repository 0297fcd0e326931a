import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { handlerOf, type Mountable } from "./mount.js";
import { fromNodeHeaders, toRequest } from "./node-request.js";

export { fromNodeHeaders };

/** Answers requests of Node's `http`, of Express and of what else takes such a function. */
export function toNodeHandler(
  auth: Mountable,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const handler = handlerOf(auth);
  return async (request, response) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    try {
      const clientAddress = request.socket.remoteAddress;
      const answer = await handler(toRequest(request, gone.signal), { clientAddress });
      await send(answer, response);
    } catch (error) {
      if (gone.signal.aborted) {
        return;
      }
      if (response.headersSent) {
        response.destroy(error as Error);
        return;
      }
      response.writeHead(500).end();
    }
  };
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.statusCode = answer.status;
  answer.headers.forEach((value, name) => {
    if (name !== "set-cookie") {
      response.setHeader(name, value);
    }
  });
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) {
    response.setHeader("set-cookie", cookies);
  }
  if (answer.body) {
    await pipeline(Readable.fromWeb(answer.body as never), response);
  } else {
    response.end();
  }
}
