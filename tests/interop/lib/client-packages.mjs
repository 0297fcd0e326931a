// @ts-check
// The two client packages that every client suite runs with.

/** @typedef {"better-auth" | "signet-auth"} ClientPackage */

/** @type {readonly ClientPackage[]} */
export const CLIENT_PACKAGES = ["better-auth", "signet-auth"];

/**
 * `createAuthClient` of a package's `./client` entry.
 *
 * @param {ClientPackage} packageName
 * @returns {Promise<(options?: object) => any>}
 */
export async function importClient(packageName) {
  assertInstalled(packageName);
  return (await import(`${packageName}/client`)).createAuthClient;
}

/**
 * Throws with the command that installs the package when it is not there.
 *
 * @param {ClientPackage} packageName
 */
export function assertInstalled(packageName) {
  try {
    import.meta.resolve(`${packageName}/client`);
  } catch (cause) {
    throw new Error(`${packageName} is not installed: run \`cargo xtask test interop\``, { cause });
  }
}
