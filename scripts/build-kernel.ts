// Assembles the kernels: writes src/search/vector-kernel-bytes.ts and src/search/factor-kernel-bytes.ts from scripts/kernel/. Run by `npm run build`.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { factorBytesSource, kernelBytesSource } from "./kernel/assemble.ts";

for (const [name, source] of [
  ["vector-kernel-bytes.ts", await kernelBytesSource()],
  ["factor-kernel-bytes.ts", await factorBytesSource()],
] as const) {
  const file = new URL(`../src/search/${name}`, import.meta.url);
  // Left alone when nothing changed, so that a build does not make every later step look stale.
  if (!existsSync(file) || readFileSync(file, "utf8") !== source) writeFileSync(file, source);
}
