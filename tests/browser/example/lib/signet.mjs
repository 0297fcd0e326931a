import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const pages = fileURLToPath(new URL("../../../../examples/react/dist", import.meta.url));

// These tests sign in more often than the limits for strangers allow.
const config = "[rate_limit]\nenabled = false\n";

/** Starts the server on a new database, with the built example beside the API. */
export async function startSignet() {
  const program = process.env.SIGNET_BIN;
  if (!program) {
    throw new Error("SIGNET_BIN is not set: run `cargo xtask test browser`");
  }
  await access(path.join(pages, "index.html")).catch(() => {
    throw new Error("the example is not built: run `cargo xtask test browser`");
  });
  const folder = await mkdtemp(path.join(os.tmpdir(), "signet-example-"));
  const file = path.join(folder, "signet.toml");
  await writeFile(file, config);
  const database = `sqlite://${path.join(folder, "signet.db")}`;
  const where = ["--listen", "127.0.0.1:0", "--database", database, "--static", pages];
  const server = spawn(program, ["serve", "--config", file, ...where], { cwd: folder });
  const ended = once(server, "exit");
  const said = [];
  const address = await Promise.race([
    addressIn(server.stdout, said),
    addressIn(server.stderr, said),
    ended.then(() => undefined),
  ]);
  if (!address) {
    throw new Error(`signet has not started:\n${said.join("\n")}`);
  }
  return {
    address,
    async stop() {
      server.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function addressIn(stream, said) {
  return new Promise((found) => {
    createInterface({ input: stream }).on("line", (line) => {
      said.push(line);
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (address) {
        found(address);
      }
    });
  });
}
