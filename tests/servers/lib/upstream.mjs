import { listen } from "./listen.mjs";

/** A server in the place of `signet` that keeps what it was sent. */
export async function startUpstream(context, answer = (_, response) => response.end("{}")) {
  const requests = [];
  const address = await listen(context, async (request, response) => {
    const chunks = [];
    request.on("error", () => {});
    try {
      for await (const chunk of request) {
        chunks.push(chunk);
      }
    } catch {
      return;
    }
    const { method, url, headers } = request;
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    answer(request, response);
  });
  return { address, requests };
}
