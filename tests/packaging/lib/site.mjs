import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/** Serves a folder beside an auth server that knows nobody. Notes what is asked for. */
export async function serve(folder, { wasmType = types[".wasm"] } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    requests.push(request.url);
    if (answerAsAuthServer(request, response)) {
      return;
    }
    const name = request.url === "/" ? "index.html" : request.url.slice(1);
    const file = path.join(folder, name);
    const type = path.extname(file) === ".wasm" ? wasmType : types[path.extname(file)];
    try {
      const content = await readFile(file);
      response.writeHead(200, { "content-type": type ?? "application/octet-stream" }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  return {
    address: `http://127.0.0.1:${port}`,
    requests,
    close: () => new Promise((closed) => server.close(closed).closeAllConnections()),
  };
}

/** Answers a request for the session; `false` for others. */
export function answerAsAuthServer(request, response) {
  if (request.url !== "/api/auth/get-session") {
    return false;
  }
  response.writeHead(200, { "content-type": "application/json" }).end("null");
  return true;
}
