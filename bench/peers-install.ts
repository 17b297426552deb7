// Peers are installed by the bench, beside the project and not in it.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const FOLDER = fileURLToPath(new URL("../.cache/bench-peers/", import.meta.url));

/** Without install scripts: usearch and LanceDB come with their compiled parts. */
const PEERS: Readonly<Record<string, string>> = {
  "@lancedb/lancedb": "0.39.0",
  "@orama/orama": "3.1.18",
  evalite: "0.19.0",
  minisearch: "7.2.0",
  promptfoo: "0.123.1",
  usearch: "2.26.2",
  // what evalite runs on
  vitest: "4.0.18",
  "wink-bm25-text-search": "3.1.2",
  "wink-nlp-utils": "2.1.0",
};

export function installPeers(names: readonly string[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const missing = names.filter((name) => installedVersion(name) !== PEERS[name]);
  if (missing.length === 0) return;
  if (!existsSync(join(FOLDER, "package.json"))) writeFileSync(join(FOLDER, "package.json"), '{"private":true}\n');
  const wanted = missing.map((name) => `${name}@${PEERS[name] ?? ""}`);
  process.stderr.write(`installing ${wanted.join(" ")} into .cache/bench-peers\n`);
  const { status } = spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", FOLDER, ...wanted], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`npm could not install ${wanted.join(" ")}.`);
}

function installedVersion(name: string): string | undefined {
  const file = join(FOLDER, "node_modules", name, "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { readonly version?: string }).version : undefined;
}

/** A file of a peer's package. */
export function peerFile(path: string): string {
  return join(FOLDER, "node_modules", path);
}

/** A peer's package. The caller names the shape, because its types are not installed here. */
export async function peer<T>(name: string): Promise<T> {
  const resolved = createRequire(join(FOLDER, "package.json")).resolve(name);
  return (await import(pathToFileURL(resolved).href)) as T;
}
