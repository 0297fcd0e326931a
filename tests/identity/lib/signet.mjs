// @ts-check
// The binary `signet`, its providers in `signet.toml`.

import { toToml } from "../../interop/lib/toml.mjs";
import { startSignet as startProgram } from "../../lib/signet.mjs";

/**
 * @param {import("./target.mjs").TargetSetup} setup
 * @returns {Promise<import("./target.mjs").RunningServer>}
 */
export async function startSignet({ options, providers, plugins = [], pages, environment }) {
  const tables = Object.fromEntries(plugins.map((name) => [name, {}]));
  const config = toToml({
    ...options,
    plugins: { genericOAuth: { config: providers }, ...tables },
  });
  const { address, databaseFile, stop } = await startProgram(pages, config, environment);
  return { origin: address, databaseFile, stop };
}
