import { existsSync } from "node:fs";
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { registerHooks } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import type { Answerer } from "./core/answer.ts";
import { FirstfitError } from "./core/errors.ts";
import type { Model } from "./core/model.ts";
import type { Check } from "./core/results.ts";
import type { Embedder, Index, IndexSettings } from "./core/retrieval.ts";
import { nodeFileSystem, withoutStore } from "./node-file-system.ts";
import type { App, ProjectSettings } from "./operations.ts";

/** The project's configuration: `export default defineConfig({ ... })` in firstfit.config.ts. Every field has a default. */
export interface Config {
  /** Files and folders that `firstfit index` reads, relative to the configuration file. */
  readonly sources?: readonly string[];
  /** The index file, relative to the configuration file. Default: .firstfit/index.db */
  readonly store?: string;
  /** What to leave out of `sources`, written as lines of .gitignore. */
  readonly exclude?: readonly string[];
  /** Who makes vectors: a short name, or a value of your own. Default: "builtin/wordnet" */
  readonly embedder?: string | Embedder;
  /** Who answers: a short name, an `Answerer`, or a `Model`. Default: "builtin/extractive" */
  readonly model?: string | Answerer | Model;
  /** Size of a chunk in estimated tokens. Default: 300 to 800 */
  readonly chunk?: { readonly tokensMin?: number; readonly tokensMax?: number };
  readonly ask?: {
    /** Passages retrieved before packing. Default: 30 */
    readonly retrieveK?: number;
    /** Tokens of evidence handed to the answerer. Default: 6000 */
    readonly evidenceTokensMax?: number;
    /** Drop unsupported sentences instead of marking them. Default: false */
    readonly strict?: boolean;
  };
}

/** Types the configuration in the editor; checks nothing and changes nothing. */
export function defineConfig(config: Config): Config {
  return config;
}

const CONFIG_NAMES = ["firstfit.config.ts", "firstfit.config.mts", "firstfit.config.js", "firstfit.config.mjs"];

const positive = z.number().int().min(1);
const configSchema = z.strictObject({
  sources: z.array(z.string()).optional(),
  store: z.string().optional(),
  exclude: z.array(z.string()).optional(),
  embedder: z.union([z.string(), z.custom<Embedder>(isEmbedder, "is neither a name nor an Embedder")]).optional(),
  model: z
    .union([
      z.string(),
      z.custom<Answerer | Model>((value) => isAnswerer(value) || isModel(value), "is neither a name nor a Model nor an Answerer"),
    ])
    .optional(),
  chunk: z.strictObject({ tokensMin: positive.optional(), tokensMax: positive.optional() }).optional(),
  ask: z
    .strictObject({ retrieveK: positive.optional(), evidenceTokensMax: positive.optional(), strict: z.boolean().optional() })
    .optional(),
});

/** Short names of the command line and the configuration. One map; a provider's file is loaded when its name is used. */
const embedders: Readonly<Record<string, () => Promise<Embedder>>> = {
  "builtin/wordnet": async () => (await import("./models/builtin-embedder.ts")).builtinEmbedder(),
};
const answerers: Readonly<Record<string, () => Promise<Answerer>>> = {
  "builtin/extractive": async () => (await import("./models/extractive.ts")).extractiveAnswerer(),
};

export interface BuildOptions {
  /** Folder the command was called in. */
  readonly folder: string;
  readonly config?: string;
  readonly store?: string;
  readonly seed: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told when another process writes the index and this one waits. */
  readonly onWait?: (text: string) => void;
}

/** Reads the configuration and builds what the verbs use. Opens nothing and loads no provider. */
export async function buildApp(options: BuildOptions): Promise<App> {
  const configFile = findConfig(options);
  const config = configFile === undefined ? {} : await loadConfig(configFile);
  const project = projectSettings(config, options, configFile);
  return {
    project,
    openIndex: (mode) => openIndex({ project, config, mode, ...(options.onWait === undefined ? {} : { onWait: options.onWait }) }),
    async discardIndex() {
      await (
        await import("./stores/sqlite.ts")
      ).discardSqliteIndex({ file: project.store, ...(options.onWait === undefined ? {} : { onWait: options.onWait }) });
    },
    embedder: () => resolveEmbedder(config.embedder),
    answerer: (name) => resolveAnswerer(name ?? config.model),
    extract: async (bytes, path) => (await import("./documents/parsers.ts")).extract(bytes, path),
    async extensions() {
      const { parsers } = await import("./documents/parsers.ts");
      return new Set(parsers.flatMap((parser) => parser.extensions));
    },
    fileSystem: withoutStore(nodeFileSystem, project.store),
    setTimer(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
    monotonicMs: () => performance.now(),
    checks: () => checks(project, config, options),
    scaffold,
  };
}

/** The library door: a project by its folder, configured as on the command line. Opens nothing until a verb needs it. */
export function openProject(options: { readonly folder: string; readonly config?: string; readonly store?: string }): Promise<App> {
  return buildApp({ seed: 1, environment: process.env, ...options });
}

async function checks(project: ProjectSettings, config: Config, { environment }: BuildOptions): Promise<readonly (() => Promise<Check>)[]> {
  const { probes } = await import("./probes.ts");
  return probes({
    project,
    environment,
    openIndex: () => openIndex({ project, config, mode: "read" }),
    inspectIndex: async () => (await import("./stores/sqlite.ts")).inspectSqliteIndex(project.store),
    async embed(text) {
      const embedder = await resolveEmbedder(config.embedder);
      const [vector] = await embedder.embedBatch([text], { inputType: "query" });
      return vector?.length ?? 0;
    },
  });
}

function findConfig({ folder, config }: BuildOptions): string | undefined {
  if (config !== undefined) {
    const file = resolve(folder, config);
    if (!existsSync(file))
      throw new FirstfitError(
        "BAD_CONFIG",
        `There is no configuration file ${config}.`,
        "Check --config, or write one with: firstfit init",
      );
    return file;
  }
  return CONFIG_NAMES.map((name) => join(folder, name)).find((file) => existsSync(file));
}

async function loadConfig(file: string): Promise<Config> {
  // A configuration says `import { defineConfig } from "firstfit"`. That must mean this very installation, also when
  // firstfit was started from a global folder or from a clone that was never built.
  const fromSource = import.meta.url.endsWith(".ts");
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "firstfit" || specifier.startsWith("firstfit/")
        ? next(specifier, {
            ...context,
            parentURL: import.meta.url,
            conditions: fromSource ? [...context.conditions, "firstfit-source"] : context.conditions,
          })
        : next(specifier, context),
  });
  let loaded: unknown;
  try {
    loaded = await import(pathToFileURL(file).href);
  } catch (cause) {
    throw new FirstfitError(
      "BAD_CONFIG",
      `${file} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      "Mend the file; `node --check FILE` shows where it breaks.",
      { cause },
    );
  } finally {
    hooks.deregister();
  }
  const value = typeof loaded === "object" && loaded !== null && "default" in loaded ? loaded.default : undefined;
  if (value === undefined)
    throw new FirstfitError("BAD_CONFIG", `${file} has no default export.`, "Write: export default defineConfig({ ... })");
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) throw configError(file, parsed.error);
  return value as Config; // checked on the line above; the schema's own type only differs in readonly
}

function configError(file: string, error: z.ZodError): FirstfitError {
  const issue = error.issues[0];
  const path = issue === undefined ? "" : issue.path.map(String).join(".");
  if (issue?.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const known = knownKeys(path);
    const near = known.find((name) => editDistance(name.toLowerCase(), key.toLowerCase()) <= 2);
    return new FirstfitError(
      "BAD_CONFIG",
      `${file} has the unknown key "${path === "" ? "" : `${path}.`}${key}".`,
      near === undefined ? `Known keys: ${known.join(", ")}.` : `Did you mean "${near}"?`,
    );
  }
  return new FirstfitError(
    "BAD_CONFIG",
    `${file}: ${path === "" ? "the value" : `"${path}"`} ${issue?.message ?? "is not valid"}.`,
    "See docs/configuration.md for every key and its type.",
  );
}

function knownKeys(path: string): readonly string[] {
  const field: unknown = path === "" ? configSchema : configSchema.shape[path as keyof typeof configSchema.shape];
  const schema = field instanceof z.ZodOptional ? field.unwrap() : field;
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Levenshtein distance, two rows. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function projectSettings(config: Config, options: BuildOptions, configFile: string | undefined): ProjectSettings {
  const folder = configFile === undefined ? options.folder : dirname(configFile);
  const tokensMin = config.chunk?.tokensMin ?? 300;
  const tokensMax = config.chunk?.tokensMax ?? 800;
  if (tokensMin > tokensMax)
    throw new FirstfitError(
      "BAD_CONFIG",
      `chunk.tokensMin (${tokensMin}) is above chunk.tokensMax (${tokensMax}).`,
      "Swap them, or leave both out for 300 to 800.",
    );
  return {
    ...(configFile === undefined ? {} : { configFile }),
    folder,
    store: options.store === undefined ? resolve(folder, config.store ?? ".firstfit/index.db") : resolve(options.folder, options.store),
    sources: (config.sources ?? []).map((path) => resolve(folder, path)),
    exclude: config.exclude ?? [],
    chunkTokensMin: tokensMin,
    chunkTokensMax: tokensMax,
    retrieveK: config.ask?.retrieveK ?? 30,
    evidenceTokensMax: config.ask?.evidenceTokensMax ?? 6_000,
    strict: config.ask?.strict ?? false,
  };
}

interface OpenOptions {
  readonly project: ProjectSettings;
  readonly config: Config;
  readonly mode: "read" | "write";
  readonly onWait?: (text: string) => void;
}

async function openIndex({ project, config, mode, onWait }: OpenOptions): Promise<Index> {
  if (mode === "read" && !existsSync(project.store)) {
    throw new FirstfitError(
      "EMPTY_INDEX",
      `There is no index at ${relativeTo(project.folder, project.store)}.`,
      "Make one: firstfit index PATH",
    );
  }
  const [{ openSqliteIndex }, embedder, settings] = await Promise.all([
    import("./stores/sqlite.ts"),
    resolveEmbedder(config.embedder),
    indexSettings(project, config),
  ]);
  return openSqliteIndex({ file: project.store, embedder, settings, mode, ...(onWait === undefined ? {} : { onWait, onNote: onWait }) });
}

async function indexSettings(project: ProjectSettings, config: Config): Promise<IndexSettings> {
  const [embedder, { CHUNKER_REVISION }, { ANALYZER_REVISION }] = await Promise.all([
    resolveEmbedder(config.embedder),
    import("./text/chunk.ts"),
    import("./text/analyze.ts"),
  ]);
  return {
    embedder: embedder.id,
    dimensions: embedder.dimensions,
    chunkTokensMin: project.chunkTokensMin,
    chunkTokensMax: project.chunkTokensMax,
    revision: `chunker ${CHUNKER_REVISION}, analyzer ${ANALYZER_REVISION}`,
  };
}

async function resolveEmbedder(embedder: Config["embedder"]): Promise<Embedder> {
  if (typeof embedder === "object") return embedder;
  return named(embedders, embedder ?? "builtin/wordnet", "embedder");
}

async function resolveAnswerer(model: Config["model"]): Promise<Answerer> {
  if (typeof model === "object") return isAnswerer(model) ? model : (await import("./flows/model-answerer.ts")).modelAnswerer(model);
  return named(answerers, model ?? "builtin/extractive", "model");
}

async function named<T>(table: Readonly<Record<string, () => Promise<T>>>, name: string, what: string): Promise<T> {
  const make = Object.hasOwn(table, name) ? table[name] : undefined;
  if (make === undefined)
    throw new FirstfitError(
      "BAD_CONFIG",
      `There is no ${what} named "${name}".`,
      `Known names: ${Object.keys(table).join(", ")}; or pass a value of your own in firstfit.config.ts.`,
    );
  return make();
}

function isEmbedder(value: unknown): value is Embedder {
  return (
    typeof value === "object" &&
    value !== null &&
    "embedBatch" in value &&
    typeof value.embedBatch === "function" &&
    "dimensions" in value &&
    "id" in value
  );
}

function isAnswerer(value: unknown): value is Answerer {
  return typeof value === "object" && value !== null && "answer" in value && typeof value.answer === "function" && "id" in value;
}

function isModel(value: unknown): value is Model {
  return (
    typeof value === "object" &&
    value !== null &&
    "complete" in value &&
    typeof value.complete === "function" &&
    "stream" in value &&
    "id" in value
  );
}

function relativeTo(folder: string, file: string): string {
  const path = relative(folder, file);
  return path.startsWith("..") ? file : path;
}

const CONFIG_TEXT = `import { defineConfig } from "firstfit";

export default defineConfig({
  // Files and folders to index, relative to this file.
  sources: ["."],
  // Left out of them, written as lines of .gitignore.
  exclude: [],
});
`;

/** Never overwrites: a file that is there already stops it before anything is written. */
async function scaffold(kind: "sample" | "config", folder: string): Promise<readonly string[]> {
  const target = resolve(folder);
  await mkdir(target, { recursive: true });
  const sample = fileURLToPath(new URL("../examples/sample-project/", import.meta.url));
  const names = kind === "sample" ? (await readdir(sample)).filter((name) => name !== ".firstfit").toSorted() : ["firstfit.config.ts"];
  const taken = names.filter((name) => existsSync(join(target, name)));
  if (taken.length > 0)
    throw new FirstfitError("BAD_INPUT", `${folder} already has ${taken[0]}.`, "Name an empty folder: firstfit init demo --sample");
  if (kind === "config") await writeFile(join(target, "firstfit.config.ts"), CONFIG_TEXT, { flag: "wx" });
  else for (const name of names) await cp(join(sample, name), join(target, name), { recursive: true, errorOnExist: true, force: false });
  return names;
}
