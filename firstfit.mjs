#!/usr/bin/env node
// The command line from a clone, on Node 20 or newer and from any folder: `node firstfit.mjs ask "…"`. It installs what is missing and runs on Node 24.
process.argv.splice(2, 0, "firstfit");
await import("./scripts/bootstrap.mjs");
