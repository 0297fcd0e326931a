#!/usr/bin/env node
// Runs the program `signet` out of the package of this platform, as if it had been called itself:
// its streams, the signals that it is sent, and the way it ends.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const SIGNALS = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM"];

const child = spawn(program(), process.argv.slice(2), { stdio: "inherit" });
for (const signal of SIGNALS) {
  process.on(signal, () => child.kill(signal));
}
if (process.env.npm_command === "exec") {
  endWithParent();
}
child.on("error", (error) => fail(`the program can't be started: ${error.message}`));
child.on("exit", (code, signal) => {
  process.exit(code ?? 128 + constants.signals[signal]);
});

/** Where the program lies. */
function program() {
  const platforms = JSON.parse(readFileSync(new URL("./platforms.json", import.meta.url), "utf8"));
  const { platform: os, arch: cpu } = process;
  const found = platforms.find(
    (platform) =>
      platform.os === os && platform.cpu === cpu && (!platform.libc || platform.libc === libc()),
  );
  if (!found) {
    const here = [os, cpu, ...(os === "linux" ? [libc()] : [])].join(" ");
    const names = platforms.map((platform) => platform.name).join(", ");
    fail(
      `there is no package for ${here}, only for ${names}; with Rust, build it from its sources`,
    );
  }
  const name = `signet-auth-server-${found.name}`;
  try {
    return fileURLToPath(import.meta.resolve(`${name}/signet`));
  } catch {
    fail(`the package ${name} is not installed: install again with optional dependencies`);
  }
}

/**
 * npx sends its signals to the shell between us, which ends and tells nobody: a server would stay
 * behind and keep its port.
 */
function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(timer);
      child.kill("SIGTERM");
    }
  }, 200);
  timer.unref();
}

/** Which C library Node.js itself was linked with. */
function libc() {
  // Looking up the names of the machine's addresses may take seconds.
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime ? "glibc" : "musl";
}

function fail(message) {
  console.error(`signet: ${message}`);
  process.exit(1);
}
