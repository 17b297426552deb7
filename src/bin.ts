#!/usr/bin/env node
const major = Number(process.versions.node.split(".")[0]);
if (major >= 24) await import("./doors/main.ts");
else {
  process.stderr.write(
    `firstfit needs Node >= 24, you have ${process.versions.node}.\n  next: install Node 24 or newer, from https://nodejs.org\n`,
  );
  process.exitCode = 2;
}
