import { FirstfitError } from "../../core/errors.ts";
import type { FoundProject, FoundTests } from "../../core/init.ts";
import { readDataset } from "../dataset/read-cases.ts";
import { importCases } from "../dataset/import.ts";
import { discover } from "../ingest/discover.ts";
import type { FoundFile } from "../ingest/discover.ts";
import { errorCode } from "../ingest/file-system.ts";
import type { FileSystem } from "../ingest/file-system.ts";

export interface ScanOptions {
  /** Absolute, written with "/". */
  readonly root: string;
  readonly fileSystem: FileSystem;
  readonly parseYaml: (text: string) => unknown;
  readonly signal: AbortSignal;
}

/** A home folder has millions; what a project is about shows in the first of them. */
const NAMES_MAX = 20_000;
const TEST_FILES_MAX = 20;
const TEST_BYTES_MAX = 5_000_000;
const FILE_BYTES_MAX = 50 * 2 ** 20;

const PROSE = /\.(?:md|markdown|mdx|qmd|rmd|txt|text|rst|adoc|asciidoc|org|html?|xhtml|pdf|docx|odt|rtf|pptx|odp|epub|eml)$/i;
/** Of every repository, and seldom what somebody asks about. */
const HOUSEKEEPING =
  /^(?:readme|changelog|contributing|license|licence|notice|security|code_of_conduct|authors|todo|robots|requirements.*)\b/i;
const PROMPTFOO = /(?:^|\/)promptfooconfig[^/]*\.(?:ya?ml|json)$/i;
const ROWS = /\.(?:jsonl|ndjson)$/i;

/** Looks at what lies in a folder, by the rules that `index` goes by. A folder that is not there has nothing in it. Throws what the file system throws. */
export async function scanProject({ root, fileSystem, parseYaml, signal }: ScanOptions): Promise<FoundProject> {
  const stop = new AbortController();
  let seen = 0;
  const counting: FileSystem = {
    ...fileSystem,
    async list(folder) {
      const entries = await fileSystem.list(folder);
      seen += entries.length;
      if (seen > NAMES_MAX) stop.abort();
      return entries;
    },
  };
  let files: readonly FoundFile[];
  let names: readonly string[];
  try {
    names = (await fileSystem.list(root)).map(({ name }) => name);
    const asked = {
      fileSystem: counting,
      exclude: [],
      roots: [],
      fileBytesMax: FILE_BYTES_MAX,
      signal: AbortSignal.any([signal, stop.signal]),
    };
    ({ files } = await discover(root, asked));
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    return { documents: 0, sources: [], tests: [], names: [], isCut: false };
  }
  const prose = files
    .map(({ relative }) => relative)
    .filter((path) => PROSE.test(path) && !HOUSEKEEPING.test(path.split("/").at(-1) ?? ""));
  return {
    documents: prose.length,
    sources: sourcesOf(prose),
    tests: await testsIn(files, { fileSystem, parseYaml }),
    names,
    isCut: stop.signal.aborted,
  };
}

/** The folder itself where documents lie in it; else the folders that they lie in, most documents first. */
function sourcesOf(prose: readonly string[]): readonly string[] {
  if (prose.some((path) => !path.includes("/"))) return ["."];
  const counts = new Map<string, number>();
  for (const path of prose) {
    const [folder = ""] = path.split("/");
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([folder]) => folder);
}

async function testsIn(files: readonly FoundFile[], parts: Pick<ScanOptions, "fileSystem" | "parseYaml">): Promise<readonly FoundTests[]> {
  const candidates = files.filter(({ relative, bytes }) => (PROMPTFOO.test(relative) || ROWS.test(relative)) && bytes <= TEST_BYTES_MAX);
  const tests: FoundTests[] = [];
  for (const file of candidates.slice(0, TEST_FILES_MAX)) {
    const text = new TextDecoder().decode(await parts.fileSystem.read(file.path, { bytesMax: TEST_BYTES_MAX }));
    const format = PROMPTFOO.test(file.relative) ? "promptfoo" : formatOf(text);
    const cases = format === undefined ? 0 : casesIn({ name: file.relative, text }, format, parts.parseYaml);
    if (format !== undefined && cases > 0) tests.push({ path: file.relative, format, cases });
  }
  return tests.toSorted((a, b) => b.cases - a.cases || (a.path < b.path ? -1 : 1));
}

/** By the first row: what says what is right differs from tool to tool. */
function formatOf(text: string): FoundTests["format"] | undefined {
  const line = text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .find((each) => each.trim() !== "");
  let row: unknown;
  try {
    row = JSON.parse(line ?? "");
  } catch {
    return undefined;
  }
  if (typeof row !== "object" || row === null) return undefined;
  if (!("input" in row) && !("question" in row) && !("query" in row)) return undefined;
  if (Object.keys(row).some((key) => key.startsWith("expected_") || key === "criteria")) return "cases";
  return "ideal" in row ? "openai-evals" : "target" in row ? "inspect" : undefined;
}

/** How many cases say what is right; none for a file that cannot be read as what it looks like. */
function casesIn(
  file: { readonly name: string; readonly text: string },
  format: FoundTests["format"],
  parseYaml: ScanOptions["parseYaml"],
): number {
  try {
    if (format !== "cases") return importCases(file, { format, parseYaml }).summary.cases;
    return readDataset(file, "skip").dataset.cases.filter(({ expectations }) => expectations.length > 0).length;
  } catch (error) {
    if (error instanceof FirstfitError) return 0;
    throw error;
  }
}
