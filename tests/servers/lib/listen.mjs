import { once } from "node:events";
import { createServer } from "node:http";

/** Serves `listener` on a free loopback port until the test ends. */
export async function listen(context, listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return `http://127.0.0.1:${server.address().port}`;
}
