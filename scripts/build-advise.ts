import { writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { encodeMatcherFile, quantizedMatcher } from "../src/flows/advise/matcher-file.ts";
import { builtinEmbedder } from "../src/models/builtin-embedder.ts";
import { saidLists } from "./advise/texts.ts";
import { trainMatcher } from "./advise/train.ts";

// Makes assets/advise-matcher.bin from the texts of scripts/advise/said (docs/advise.md): npm run advise-matcher
// The same texts give the same file within the compression, which a test checks.

const said = [...saidLists().values()].flat();
const file = quantizedMatcher(await trainMatcher(builtinEmbedder(), said));
const packed = brotliCompressSync(encodeMatcherFile(file));
writeFileSync(new URL("../assets/advise-matcher.bin", import.meta.url), packed);
process.stdout.write(`assets/advise-matcher.bin: ${said.length} texts, ${file.hashes.length} features, ${packed.length} bytes\n`);
