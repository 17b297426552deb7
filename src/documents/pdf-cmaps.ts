import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";

let maps: ReadonlyMap<string, Uint8Array> | undefined;

/** Character maps by name ("GBK-EUC-H.bcmap"), unpacked with the first file that needs one. Made by scripts/pdf-cmaps.ts. */
function characterMaps(): ReadonlyMap<string, Uint8Array> {
  if (maps !== undefined) return maps;
  const packed = brotliDecompressSync(readFileSync(new URL("../../assets/pdf-cmaps.bin", import.meta.url)));
  const indexLength = packed.readUInt32LE(0);
  // Written by our own script: pairs of a name and a length.
  const index = JSON.parse(packed.toString("utf8", 4, 4 + indexLength)) as readonly (readonly [string, number])[];
  const found = new Map<string, Uint8Array>();
  let at = 4 + indexLength;
  for (const [name, length] of index) {
    found.set(name, new Uint8Array(packed.subarray(at, at + length)));
    at += length;
  }
  maps = found;
  return maps;
}

/** What pdf.js asks for data beside the file: character maps, and never anything that has to be fetched. */
export class CharacterMapFactory {
  fetch({ kind, filename }: { readonly kind: string; readonly filename: string }): Promise<Uint8Array> {
    const map = kind === "cMapUrl" ? characterMaps().get(filename) : undefined;
    return map === undefined ? Promise.reject(new Error(`no ${filename}`)) : Promise.resolve(map);
  }
}
