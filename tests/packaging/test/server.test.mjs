import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);

/** An application that has the server from its tarballs. */
let application;

before(async () => {
  application = await mkdtemp(path.join(os.tmpdir(), "signet-auth-server-"));
  await npm("init", "--yes");
  // Offline: all that it needs is in the tarballs.
  await npm("install", "--offline", ...(await tarballs()));
});

after(() => rm(application, { recursive: true, force: true }));

test("npx signet serve serves until npx is told to end", async (context) => {
  const { child, address } = await serving(context, "npx", ["signet"]);
  const answer = await fetch(`http://${address}/api/auth/ok`);
  assert.deepEqual(await answer.json(), { ok: true });
  child.kill("SIGTERM");
  // Closed once everybody who could write to it is gone, the server, too.
  await once(child.stdout, "close");
  await assert.rejects(fetch(`http://${address}/api/auth/ok`));
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  test(`${signal} reaches the program, which ends as it does alone`, async (context) => {
    const { child, address } = await serving(context, launcher(), []);
    child.kill(signal);
    assert.deepEqual(await once(child, "exit"), [0, null]);
    await assert.rejects(fetch(`http://${address}/api/auth/ok`));
  });
}

test("exit codes and messages come through", async (context) => {
  const { address } = await serving(context, launcher(), []);
  const taken = await failure("npx", ["signet", "serve", "--listen", address]);
  assert.equal(taken.code, 4);
  assert.match(taken.stderr, /in use/);
  const usage = await failure("npx", ["signet", "serve", "--no-such-flag"]);
  assert.equal(usage.code, 2);
  assert.match(usage.stderr, /--no-such-flag/);
  const { stdout } = await run("npx", ["signet", "--version"], { cwd: application });
  assert.match(stdout, /^signet \d+\.\d+\.\d+\n$/);
});

test("the package installs the program of its version for its platform only, and runs nothing", async () => {
  const { name, version, optionalDependencies, ...main } = await manifest("signet-auth-server");
  assert.equal(main.dependencies, undefined);
  assert.equal(main.scripts, undefined);
  const installed = (await readdir(modules())).filter((file) => !file.startsWith("."));
  const program = installed.find((file) => file !== name);
  assert.deepEqual(installed.sort(), [name, program]);
  assert.equal(optionalDependencies[program], version);

  const platform = await manifest(program);
  assert.equal(platform.version, version);
  assert.deepEqual(platform.os, [process.platform]);
  assert.deepEqual(platform.cpu, [process.arch]);
  assert.equal(platform.dependencies, undefined);
  assert.equal(platform.scripts, undefined);
  if (process.platform === "linux") {
    assert.equal(platform.libc.length, 1);
  }
});

test("a platform without a package is told which there are", async () => {
  const elsewhere = "Object.defineProperty(process, 'arch', { value: 's390x' })";
  const node = ["--import", `data:text/javascript,${elsewhere}`, launcher(), "serve"];
  const { code, stderr } = await failure(process.execPath, node);
  assert.equal(code, 1);
  assert.match(stderr, /^signet: there is no package for \w+ s390x.*linux-x64-gnu.*\n$/);
});

test("who left out optional dependencies is told so", async (context) => {
  const name = (await readdir(modules())).find((file) => file.startsWith("signet-auth-server-"));
  await rename(path.join(modules(), name), path.join(application, name));
  context.after(() => rename(path.join(application, name), path.join(modules(), name)));
  const { code, stderr } = await failure("npx", ["signet", "serve"]);
  assert.equal(code, 1);
  const message = `signet: the package ${name} is not installed: install again with`;
  assert.ok(stderr.includes(message), stderr);
});

async function tarballs() {
  const folder = process.env.SIGNET_SERVER_PACKAGES;
  assert.ok(folder, "SIGNET_SERVER_PACKAGES is not set: run `cargo xtask test packaging`");
  const files = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
  return files.map((name) => path.join(folder, name));
}

async function npm(...args) {
  await run("npm", args, { cwd: application });
}

function modules() {
  return path.join(application, "node_modules");
}

async function manifest(name) {
  return JSON.parse(await readFile(path.join(modules(), name, "package.json"), "utf8"));
}

/** What npm makes of the package's `bin`. */
function launcher() {
  return path.join(modules(), ".bin/signet");
}

/** Starts a server, which the end of the test ends, and waits until it says where it is. */
async function serving(context, program, args) {
  const child = spawn(program, [...args, "serve", "--listen", "127.0.0.1:0"], {
    cwd: application,
    stdio: ["ignore", "pipe", "inherit"],
  });
  context.after(() => child.kill());
  const [line] = await once(createInterface(child.stdout), "line");
  const address = /listening at (\S+)/.exec(line)?.[1];
  assert.ok(address, line);
  return { child, address };
}

async function failure(program, args) {
  return run(program, args, { cwd: application }).then(
    () => assert.fail(`${program} did not fail`),
    (error) => error,
  );
}
