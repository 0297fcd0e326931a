// Compiles the TypeScript in the guides about the client, each block as a module. Where a block has
// no client of its own it gets that of the first one, which is called `auth-client.ts`. A comment right
// above it, `<!-- declare const token: string; -->`, tells what it takes for granted.

import { spawnSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const guides = ["social-sign-on.md", "plugins.md"];

const bindings = fileURLToPath(new URL("..", import.meta.url));
const out = path.join(bindings, "node_modules/.cache/documentation");

await rm(out, { recursive: true, force: true });
for (const guide of guides) {
  const folder = path.join(out, path.basename(guide, ".md"));
  await mkdir(folder, { recursive: true });
  const text = await readFile(path.join(bindings, "../docs", guide), "utf8");
  const blocks = [...text.matchAll(/^(?:<!-- (declare [^\n]*) -->\n)?```(tsx?)\n(.*?)^```$/gms)];
  for (const [index, [, granted = "", extension, code]] of blocks.entries()) {
    const isClient = index === 0;
    const needsClient = !isClient && !code.includes("createAuthClient(");
    const before = needsClient ? `import { authClient } from "./auth-client.js";\n` : "";
    const name = isClient ? "auth-client" : `block-${index + 1}`;
    const module = `${before}${granted}\n${code}export {};\n`;
    await writeFile(path.join(folder, `${name}.${extension}`), module);
  }
}
const configuration = {
  extends: path.join(bindings, "tsconfig.json"),
  compilerOptions: {
    jsx: "react-jsx",
    noUnusedLocals: false,
    paths: {
      "signet-auth/plugins": [path.join(bindings, "plugins/index.ts")],
      "signet-auth/client": [path.join(bindings, "vanilla/index.ts")],
      "signet-auth/*": [path.join(bindings, "*/index.ts")],
    },
  },
  include: ["**/*", path.join(bindings, "loaders/modules.d.ts")],
  exclude: [],
};
await writeFile(path.join(out, "tsconfig.json"), JSON.stringify(configuration));
const { status } = spawnSync(path.join(bindings, "node_modules/.bin/tsc"), ["-p", out], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
