import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { FirstfitError } from "../core/errors.ts";
import { matcherOf } from "../flows/advise/match.ts";
import type { Matcher } from "../flows/advise/match.ts";
import { decodeMatcherFile } from "../flows/advise/matcher-file.ts";
import { builtinEmbedder } from "../models/builtin-embedder.ts";

/** One path for src/config/x.ts and dist/config/x.js: both lie two folders under the package. */
const ASSET = new URL("../../assets/advise-matcher.bin", import.meta.url);

/** The matcher that comes with the package. It reads with the built-in embedder, so a claim is sent nowhere. Throws INTERNAL when the file is missing or damaged. */
export function shippedMatcher(): Matcher {
  return matcherOf(decodeMatcherFile(readAsset()), builtinEmbedder());
}

function readAsset(): Uint8Array {
  try {
    return brotliDecompressSync(readFileSync(ASSET));
  } catch (cause) {
    const message = `The file of the advise matcher cannot be read: ${fileURLToPath(ASSET)}.`;
    throw new FirstfitError("INTERNAL", message, "Install firstfit again.", { cause });
  }
}
