// How the processor time to read and cut a text grows with its length, on texts made to be slow. Linear is a factor of 4 from the first to the last length.
// Usage: node bench/growth.ts
import { formatOf, parseHere } from "../src/documents/formats.ts";
import { chunkDocument } from "../src/text/chunk.ts";
import { HOSTILE_PIECES } from "../test/fixtures/hostile-texts.ts";

const LENGTHS = [200_000, 400_000, 800_000];
/** The least of so many runs, because the collector of garbage comes when it wants. */
const RUNS = 2;
const NAMES = ["a.txt", "a.md", "a.html", "a.csv", "a.json", "a.eml", "a.rtf", "a.py"];
const settings = { chunkTokensMin: 300, chunkTokensMax: 800 };

async function secondsFor(name: string, source: string): Promise<number> {
  const bytes = new TextEncoder().encode(name === "a.rtf" ? `{\\rtf1 ${source}` : source);
  const format = formatOf(bytes, name);
  if (format === undefined) throw new Error(`no format for ${name}`);
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const startedUs = process.cpuUsage().user;
    const extraction = await parseHere(format, bytes, name);
    if (extraction.kind === "document") chunkDocument({ ...extraction.document, id: name }, settings);
    least = Math.min(least, (process.cpuUsage().user - startedUs) / 1e6);
  }
  return least;
}

process.stdout.write(
  `| format | slowest text | ${LENGTHS.map((length) => `${length / 1_000} kB`).join(" | ")} | steepest of all texts |\n|${" --- |".repeat(LENGTHS.length + 3)}\n`,
);
for (const name of NAMES) {
  let slowest: { readonly what: string; readonly seconds: readonly number[] } | undefined;
  let steepest = { what: "", factor: 0 };
  for (const [what, piece] of Object.entries(HOSTILE_PIECES)) {
    const seconds: number[] = [];
    for (const length of LENGTHS) seconds.push(await secondsFor(name, piece.repeat(Math.ceil(length / piece.length))));
    const [first = 0, last = 0] = [seconds[0], seconds.at(-1)];
    const factor = last / first;
    // Shorter times say more about the engine that warms up than about the text.
    if (last > 0.2 && factor > steepest.factor) steepest = { what, factor };
    if (last > (slowest?.seconds.at(-1) ?? 0)) slowest = { what, seconds };
  }
  const times = slowest?.seconds.map((seconds) => `${seconds.toFixed(2)} s`).join(" | ") ?? "";
  const steep = steepest.factor === 0 ? "all below 0.2 s" : `${steepest.factor.toFixed(1)} (${steepest.what})`;
  process.stdout.write(`| ${name} | ${slowest?.what ?? ""} | ${times} | ${steep} |\n`);
}
