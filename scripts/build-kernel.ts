// Assembles the kernels: writes src/search/vector-kernel-bytes.ts, src/search/factor-kernel-bytes.ts and src/models/word-kernel-bytes.ts from scripts/kernel/. Run by `npm run build`.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { factorBytesSource, kernelBytesSource, wordBytesSource } from "./kernel/assemble.ts";

for (const [name, source] of [
  ["search/vector-kernel-bytes.ts", await kernelBytesSource()],
  ["search/factor-kernel-bytes.ts", await factorBytesSource()],
  ["models/word-kernel-bytes.ts", await wordBytesSource()],
] as const) {
  const file = new URL(`../src/${name}`, import.meta.url);
  // Left alone when nothing changed, so that a build does not make every later step look stale.
  if (!existsSync(file) || readFileSync(file, "utf8") !== source) writeFileSync(file, source);
}
