// Assembles the vector kernel: writes src/search/vector-kernel-bytes.ts from scripts/kernel/text.ts. Run by `npm run build`.
import { readFileSync, writeFileSync } from "node:fs";
import { kernelBytesSource } from "./kernel/assemble.ts";

const file = new URL("../src/search/vector-kernel-bytes.ts", import.meta.url);
const source = await kernelBytesSource();
// Left alone when nothing changed, so that a build does not make every later step look stale.
if (readFileSync(file, "utf8") !== source) writeFileSync(file, source);
