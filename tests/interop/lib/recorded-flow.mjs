// @ts-check
// The recorded exchanges of `tests/conformance`.

import { readFile } from "node:fs/promises";
import { CORE_OPTIONS } from "./servers.mjs";

const FOLDER = new URL("../../conformance/", import.meta.url);

/**
 * @typedef {object} RecordedStep
 * @property {string} step
 * @property {{method: string, path: string, headers: Record<string, string>, body: string | null}} request
 * @property {{token?: string, otp?: string}[]} [captured] the mails that the step caused
 * @property {{status: number, headers: Record<string, string> & {"set-cookie"?: string[]}, body: string}} response
 */

/**
 * @typedef {object} RecordedFlow
 * @property {string} name
 * @property {import("./servers.mjs").ServerOptions} options
 * @property {RecordedStep[]} steps
 * @property {Record<string, string>} before SQL that was run by hand before a step
 */

/** @returns {Promise<RecordedFlow[]>} */
export async function recordedFlows() {
  const flows = await readJson("flows.json");
  const before = await readJson("before.json");
  return Promise.all(
    Object.entries(flows).map(async ([name, options]) => ({
      name,
      options: { baseURL: "http://localhost:3000", ...CORE_OPTIONS, ...options },
      steps: (await readText(`exchanges/${name}.jsonl`))
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
      before: before[name] ?? {},
    })),
  );
}

/** @param {string} file */
async function readText(file) {
  return readFile(new URL(file, FOLDER), "utf8");
}

/** @param {string} file */
async function readJson(file) {
  return JSON.parse(await readText(file));
}
