import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { Answerer } from "./core/answer.ts";
import { FirstfitError } from "./core/errors.ts";
import type { Model } from "./core/model.ts";
import type { Check } from "./core/results.ts";
import { DEFAULT_RANKING } from "./core/retrieval.ts";
import type { Embedder, Index, IndexSettings, RankingChange, Reranker } from "./core/retrieval.ts";
import { nodeFileSystem, withoutStore } from "./node-file-system.ts";
import type { App, ProjectSettings } from "./operations.ts";
import { readQueryAdapter, scaffold, writeConfig } from "./project-files.ts";
import { rankingWith } from "./search/ranking-settings.ts";
import { editDistance } from "./text/edit-distance.ts";
import type { ChunkStrategy } from "./text/chunk.ts";

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
  /** Who chooses from the first 30 passages under `--rerank configured`: a value of your own. */
  readonly reranker?: Reranker;
  /** Where documents are cut, and the size of a chunk in estimated tokens. Default: "structure", 300 to 800 */
  readonly chunk?: {
    readonly strategy?: ChunkStrategy;
    readonly tokensMin?: number;
    readonly tokensMax?: number;
    readonly overlapTokens?: number;
    readonly breakPercentile?: number;
  };
  /** How passages are ranked; what is not said is as in docs/fusion.md. `firstfit tune retrieval` finds it. */
  readonly ranking?: Omit<RankingChange, "adapter"> & {
    /** A file that `firstfit tune retrieval --write` made, relative to this one. */
    readonly adapter?: string;
  };
  /** Who orders the first 30 passages anew when the command line does not say, and what headings weigh then. Default: "none" */
  readonly rerank?: { readonly by?: "none" | "builtin"; readonly headings?: number };
  readonly ask?: {
    /** Passages retrieved before packing. Default: 30 */
    readonly retrieveK?: number;
    /** Tokens of evidence handed to the answerer. Default: 6000 */
    readonly evidenceTokensMax?: number;
    /** Widen the best passages to their section or their neighbours, as far as the tokens reach. Default: "none" */
    readonly expand?: "none" | "section" | "neighbours";
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
const weight = z.number().min(0);
const configSchema = z.strictObject({
  sources: z.array(z.string()).optional(),
  store: z.string().optional(),
  exclude: z.array(z.string()).optional(),
  embedder: z.union([z.string(), z.custom<Embedder>(isEmbedder)], "is neither a name nor an Embedder").optional(),
  model: z
    .union(
      [z.string(), z.custom<Answerer | Model>((value) => isAnswerer(value) || isModel(value))],
      "is neither a name nor a Model nor an Answerer",
    )
    .optional(),
  rerank: z.strictObject({ by: z.enum(["none", "builtin"]).optional(), headings: weight.optional() }).optional(),
  reranker: z.custom<Reranker>(isReranker, "is not a Reranker").optional(),
  chunk: z
    .strictObject({
      strategy: z.enum(["structure", "fixed", "sentence", "semantic"]).optional(),
      tokensMin: positive.optional(),
      tokensMax: positive.optional(),
      overlapTokens: z.number().int().min(0).optional(),
      breakPercentile: z.number().min(1).max(100).optional(),
    })
    .optional(),
  ranking: z
    .strictObject({
      fusion: z.enum(["convex", "rrf", "dbsf"]).optional(),
      weights: z
        .strictObject({ lexical: weight.optional(), bigram: weight.optional(), dense: weight.optional(), latent: weight.optional() })
        .optional(),
      k1: weight.optional(),
      b: z.number().min(0).max(1).optional(),
      spelling: z.enum(["on", "off"]).optional(),
      abbreviations: z.enum(["on", "off"]).optional(),
      adapter: z.string().optional(),
      feedback: z
        .union(
          [z.literal("off"), z.strictObject({ documents: positive, terms: positive, weight: z.number().min(0).max(1) })],
          'is neither "off" nor { documents, terms, weight } with two whole numbers from 1 on and a weight from 0 to 1',
        )
        .optional(),
    })
    .optional(),
  ask: z
    .strictObject({
      retrieveK: positive.optional(),
      evidenceTokensMax: positive.optional(),
      strict: z.boolean().optional(),
      expand: z.enum(["none", "section", "neighbours"]).optional(),
    })
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
    embedder: (name) => resolveEmbedder(name ?? config.embedder),
    scratchIndex: async (scratch) => (await import("./scratch-index.ts")).scratchIndex(scratch),
    answerer: (name) => resolveAnswerer(name ?? config.model),
    model: async (purpose) => chatModel(config.model, purpose),
    reranker: async () => config.reranker ?? noReranker(),
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
    writeConfig,
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
    const near = known.find((name) => editDistance(name.toLowerCase(), key.toLowerCase(), SLIPS_MAX) <= SLIPS_MAX);
    return new FirstfitError(
      "BAD_CONFIG",
      `${file} has the unknown key "${path === "" ? "" : `${path}.`}${key}".`,
      near === undefined ? `Known keys: ${known.join(", ")}.` : `Did you mean "${near}"?`,
    );
  }
  return new FirstfitError(
    "BAD_CONFIG",
    `${file}: ${path === "" ? "the default export" : `"${path}"`}${saidOf(issue?.message ?? "is not valid")}.`,
    "See docs/configuration.md for every key and its type.",
  );
}

/** Zod's own messages are sentences beside the key; ours go on from it. */
function saidOf(message: string): string {
  const said = message.replace(/^Invalid input: /, "");
  return said === message && !/^\p{Lu}/u.test(said) ? ` ${said}` : `: ${said.charAt(0).toLowerCase()}${said.slice(1)}`;
}

/** Edits between a key and what somebody may have meant. */
const SLIPS_MAX = 2;

function knownKeys(path: string): readonly string[] {
  let schema: unknown = configSchema;
  for (const key of path === "" ? [] : path.split(".")) schema = optionless(schema instanceof z.ZodObject ? schema.shape[key] : undefined);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function optionless(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}

function projectSettings(config: Config, options: BuildOptions, configFile: string | undefined): ProjectSettings {
  const folder = configFile === undefined ? options.folder : dirname(configFile);
  const tokensMin = config.chunk?.tokensMin ?? 300;
  const tokensMax = config.chunk?.tokensMax ?? 800;
  if (tokensMin > tokensMax)
    throw new FirstfitError(
      "BAD_CONFIG",
      `chunk.tokensMin (${sizeText(tokensMin, config.chunk?.tokensMin)}) is above chunk.tokensMax (${sizeText(tokensMax, config.chunk?.tokensMax)}).`,
      "Set both, the smaller first, or leave both out for 300 to 800.",
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
    ...(config.ask?.expand === undefined || config.ask.expand === "none" ? {} : { expand: config.ask.expand }),
    embedder: typeof config.embedder === "object" ? config.embedder.id : (config.embedder ?? "builtin/wordnet"),
    chunk: {
      chunkStrategy: config.chunk?.strategy ?? "structure",
      chunkOverlapTokens: config.chunk?.overlapTokens ?? 0,
      chunkBreakPercentile: config.chunk?.breakPercentile ?? 95,
    },
    ...(config.ranking === undefined ? {} : { ranking: rankingChange(config.ranking, folder) }),
    ...(config.rerank === undefined ? {} : { rerank: config.rerank }),
  };
}

function sizeText(tokens: number, said: number | undefined): string {
  return said === undefined ? `${tokens}, as it is not set` : String(tokens);
}

/** What the configuration says of ranking, with the adapter that it names read. */
function rankingChange({ adapter, ...ranking }: NonNullable<Config["ranking"]>, folder: string): RankingChange {
  return adapter === undefined ? ranking : { ...ranking, adapter: readQueryAdapter(resolve(folder, adapter)) };
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
  const ranking = rankingWith(DEFAULT_RANKING, project.ranking);
  const { isEnglishWord } = await import("./models/word-vectors.ts");
  return openSqliteIndex({
    file: project.store,
    embedder,
    settings,
    ranking,
    isWord: isEnglishWord,
    mode,
    ...(onWait === undefined ? {} : { onWait, onNote: onWait }),
  });
}

async function indexSettings(project: ProjectSettings, config: Config): Promise<IndexSettings> {
  const [embedder, { chunkerRevision }, { ANALYZER_REVISION }] = await Promise.all([
    resolveEmbedder(config.embedder),
    import("./text/chunk.ts"),
    import("./text/analyze.ts"),
  ]);
  const { chunkTokensMin, chunkTokensMax } = project;
  return {
    embedder: embedder.id,
    dimensions: embedder.dimensions,
    chunkTokensMin,
    chunkTokensMax,
    revision: `chunker ${chunkerRevision({ chunkTokensMin, chunkTokensMax, ...project.chunk })}, analyzer ${ANALYZER_REVISION}`,
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

function noReranker(): never {
  throw new FirstfitError(
    "BAD_CONFIG",
    "--rerank configured needs a reranker, and none is configured.",
    "In firstfit.config.ts write `reranker: myReranker`, where myReranker is a `Reranker` with id and rerank; or use --rerank builtin.",
  );
}

function chatModel(model: Config["model"], purpose: string): Model {
  if (isModel(model)) return model;
  throw new FirstfitError(
    "BAD_CONFIG",
    `${purpose} needs a chat model, and ${model === undefined ? "none is configured" : `${typeof model === "string" ? model : model.id}, which is configured, is none`}.`,
    "In firstfit.config.ts write `model: myModel`, where myModel is a `Model` with complete, stream and count: docs/query-rewriting.md shows one.",
  );
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

function isReranker(value: unknown): value is Reranker {
  return typeof value === "object" && value !== null && "rerank" in value && typeof value.rerank === "function" && "id" in value;
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
