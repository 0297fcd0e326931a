import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** A folder outside of the project, gone after the test. */
export async function scratch(context) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "signet-auth-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
