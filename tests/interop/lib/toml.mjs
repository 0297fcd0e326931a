// @ts-check
// Better Auth's options as the `signet.toml` that means the same: the same tree in snake_case.

// Below these keys the names are the user's own and stay as they are.
const NAMED_BY_THE_USER = new Set(["additionalFields", "customRules", "fields"]);

/**
 * @param {object} options Better Auth's options, as far as they are plain data
 * @returns {string}
 */
export function toToml(options) {
  return `${table(options, [], false).join("\n")}\n`;
}

/**
 * @param {object} values
 * @param {string[]} path of the table
 * @param {boolean} keepNames
 * @returns {string[]} lines
 */
function table(values, path, keepNames) {
  const lines = path.length > 0 ? [`[${path.join(".")}]`] : [];
  const tables = [];
  for (const [key, value] of Object.entries(values)) {
    const name = keepNames ? JSON.stringify(key) : snakeCase(key);
    if (typeof value === "object" && !Array.isArray(value)) {
      tables.push(...table(value, [...path, name], NAMED_BY_THE_USER.has(key)));
    } else {
      lines.push(`${name} = ${inline(value)}`);
    }
  }
  return [...lines, ...tables];
}

/**
 * @param {any} value
 * @returns {string}
 */
function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value);
  return `{ ${members.map(([key, member]) => `${snakeCase(key)} = ${inline(member)}`).join(", ")} }`;
}

/** @param {string} name */
function snakeCase(name) {
  const words = name
    .replace("URL", "Url")
    .replace("OAuth", "Oauth")
    .replace("OTP", "Otp")
    .replace("rpID", "rpId");
  return words.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
