import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { statesShownAt } from "../lib/page.mjs";
import { scratch } from "../lib/scratch.mjs";
import { serve } from "../lib/site.mjs";

const app = fileURLToPath(new URL("../app/", import.meta.url));

test("a bundle of esbuild has all it needs", async (context) => {
  const site = await serve(await bundled(context, "main.ts", {}));
  context.after(site.close);
  const { states, complaints } = await statesShownAt(site.address);
  assert.deepEqual(states, ["pending", "nobody"]);
  assert.deepEqual(complaints, []);
});

for (const splitting of [true, false]) {
  test(`where the file to stream is missing the script has it, ${splitting ? "with" : "without"} splitting`, async (context) => {
    const site = await serve(await bundled(context, "streamed.ts", { splitting }));
    context.after(site.close);
    const { states } = await statesShownAt(site.address);
    assert.deepEqual(states, ["pending", "nobody"]);
  });
}

test("a server bundle carries all it needs", async (context) => {
  const folder = await scratch(context);
  const site = await serve(folder);
  context.after(site.close);
  const bundle = path.join(folder, "server.mjs");
  await build({
    stdin: {
      contents: `
        import { createAuthClient } from "signet-auth/react";
        const client = createAuthClient({ baseURL: process.argv[2] });
        console.log(JSON.stringify(await client.getSession()));
      `,
      resolveDir: app,
    },
    outfile: bundle,
    bundle: true,
    format: "esm",
    platform: "node",
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`,
    },
  });
  const { stdout } = await promisify(execFile)(process.execPath, [bundle, site.address], {
    cwd: folder,
  });
  assert.deepEqual(JSON.parse(stdout), { data: null, error: null });
});

test("an application pays only for the plugins that it imports", async () => {
  const marks = {
    popup: "oauth-popup/start",
    oneTap: "one-tap/callback",
    username: "USERNAME_TOO_SHORT",
    emailOtp: "OTP_EXPIRED",
    twoFactor: "two-factor/enable",
    passkey: "generate-register-options",
  };
  for (const [plugins, expected] of [
    ["", []],
    [`import { oauthPopupClient as plugin } from "signet-auth/plugins";`, ["popup"]],
    [`import { oneTapClient as plugin } from "signet-auth/client/plugins";`, ["oneTap"]],
    [`import { oneTapClient as plugin } from "signet-auth/plugins/one-tap";`, ["oneTap"]],
    [`import { magicLinkClient as plugin } from "signet-auth/plugins";`, []],
    [`import { usernameClient as plugin } from "signet-auth/plugins";`, ["username"]],
    [`import { emailOTPClient as plugin } from "signet-auth/plugins";`, ["emailOtp"]],
    [`import { twoFactorClient as plugin } from "signet-auth/plugins";`, ["twoFactor"]],
    [`import { passkeyClient as plugin } from "signet-auth/plugins/passkey";`, ["passkey"]],
  ]) {
    const plugin = plugins && "plugin({ clientId: 'id' })";
    const contents = `
      import { createAuthClient } from "signet-auth/react";
      ${plugins}
      console.log(createAuthClient({ plugins: [${plugin}] }));
    `;
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: app },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
    });
    const found = Object.keys(marks).filter((name) => outputFiles[0].text.includes(marks[name]));
    assert.deepEqual(found, expected, plugins);
  }
});

async function bundled(context, script, options) {
  const outdir = await scratch(context);
  await build({
    entryPoints: { main: path.join(app, script) },
    outdir,
    bundle: true,
    minify: true,
    format: "esm",
    ...options,
  });
  const page = `<!doctype html><link rel="icon" href="data:,"><body><script type="module" src="/main.js"></script>`;
  await writeFile(path.join(outdir, "index.html"), page);
  return outdir;
}
