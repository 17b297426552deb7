import { constants, existsSync } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { FirstfitError } from "./core/errors.ts";
import { unfinishedText } from "./core/unfinished.ts";
import type { Check } from "./core/results.ts";
import type { Index } from "./core/retrieval.ts";
import type { ProjectSettings } from "./operations.ts";
import { indexCommand } from "./operations/index-command.ts";

/** What the probes look at; `config.ts` fills it in. */
export interface Probed {
  readonly project: ProjectSettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  openIndex(): Promise<Index>;
  /** Reads every page and every derived part of the index file; the problems found. */
  inspectIndex(): Promise<readonly string[]>;
  embed(text: string): Promise<number>;
}

type Probe = () => Promise<Check>;

/** The checks of `firstfit doctor`, most basic first. */
export function probes(probed: Probed): readonly Probe[] {
  return [
    nodeVersion,
    sqlite,
    () => configuration(probed),
    () => embedder(probed),
    () => storeFolder(probed),
    () => index(probed),
    () => keys(probed),
  ];
}

async function nodeVersion(): Promise<Check> {
  const version = process.versions.node;
  const name = "node";
  if (Number(version.split(".")[0]) >= 24) return { name, status: "ok", detail: `${version} on ${process.platform} ${process.arch}` };
  return { name, status: "fail", detail: `${version} is too old`, fix: "Install Node 24 or newer: https://nodejs.org" };
}

async function sqlite(): Promise<Check> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(":memory:");
  try {
    const row = database.prepare("select sqlite_version() as version, sqlite_compileoption_used('ENABLE_FTS5') as fts").get();
    // FTS5 is told because users ask for it in reports; ranking here is firstfit's own BM25 and never needs it
    return { name: "sqlite", status: "ok", detail: `${String(row?.["version"])}, FTS5 ${row?.["fts"] === 1 ? "on" : "off"} (not needed)` };
  } finally {
    database.close();
  }
}

async function configuration({ project }: Probed): Promise<Check> {
  if (project.configFile === undefined) return { name: "configuration", status: "ok", detail: "none, defaults apply" };
  const gone = project.sources.filter((source) => !existsSync(source));
  if (gone.length > 0)
    return {
      name: "configuration",
      status: "warn",
      detail: `${project.configFile}: the source ${gone[0]} is not there`,
      fix: "Mend `sources`, or index other folders: firstfit index PATH",
    };
  return { name: "configuration", status: "ok", detail: project.configFile };
}

async function embedder(probed: Probed): Promise<Check> {
  const dimensions = await probed.embed("a cat");
  return { name: "embedder", status: "ok", detail: `answers with ${dimensions} numbers` };
}

async function storeFolder({ project }: Probed): Promise<Check> {
  const name = "store folder";
  const folder = nearestFolder(dirname(project.store));
  try {
    await access(folder, constants.W_OK);
    return { name, status: "ok", detail: `${folder} can be written` };
  } catch (error) {
    // EACCES, EROFS or EPERM: all mean that nothing can be indexed there, while searching still works
    return {
      name,
      status: "warn",
      detail: `${folder} cannot be written (${error instanceof Error && "code" in error ? String(error.code) : String(error)})`,
      fix: "Search works. To index, name another place: --store FILE",
    };
  }
}

function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}

async function index(probed: Probed): Promise<Check> {
  const name = "index";
  const file = probed.project.store;
  if (!existsSync(file)) return { name, status: "warn", detail: `none at ${file}`, fix: `Make one: ${indexCommand(probed.project)}` };
  try {
    await using opened = await probed.openIndex();
    const problems = await probed.inspectIndex();
    if (problems.length > 0)
      return {
        name,
        status: "fail",
        detail: `${file}: ${problems.slice(0, 3).join("; ")}`,
        fix: "Make it again from the sources, which are untouched: firstfit index --rebuild",
      };
    const { documents, chunks } = opened.statistics();
    const unfinished = opened.unfinished();
    if (unfinished !== undefined)
      return {
        name,
        status: "warn",
        detail: `${documents} documents, ${chunks} chunks. ${unfinishedText(unfinished)}`,
        fix: "Finish it; what is stored is kept: firstfit index",
      };
    const mebibytes = (await stat(file)).size / 1_048_576;
    return {
      name,
      status: "ok",
      detail: `${documents} documents, ${chunks} chunks, ${mebibytes.toFixed(1)} MiB, made with ${opened.settings.embedder}`,
    };
  } catch (error) {
    if (!(error instanceof FirstfitError)) throw error;
    return { name, status: "fail", detail: error.message, fix: error.fix };
  }
}

const KEY_NAMES = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "VOYAGE_API_KEY", "COHERE_API_KEY"];

async function keys({ environment }: Probed): Promise<Check> {
  const found = KEY_NAMES.filter((name) => (environment[name] ?? "") !== "").map(
    (name) => `${name} …${(environment[name] ?? "").slice(-4)}`,
  );
  return { name: "keys", status: "ok", detail: found.length === 0 ? "none; everything built in works without" : found.join(", ") };
}
