import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { candidateSettings } from "./config/candidate-settings.ts";
import { decisionFiles } from "./config/decision-files.ts";
import { findConfig, loadConfig } from "./config/load.ts";
import { projectCalls } from "./config/calls.ts";
import type { Calls } from "./config/calls.ts";
import { findKeys, keyVariables } from "./config/keys.ts";
import { isLocalModel } from "./config/local-models.ts";
import { packageVersion } from "./config/package-version.ts";
import { taskSettings } from "./config/task.ts";
import type { Keys } from "./config/keys.ts";
import { chatModel, isChatName, resolveAnswerer, resolveEmbedder, resolveReranker } from "./config/names.ts";
import type { NameParts } from "./config/providers.ts";
import { trialCalls } from "./config/trial-calls.ts";
import type { CandidateConfig } from "./config/candidate-schema.ts";
import type { Config } from "./config/schema.ts";
import type { SpendingPolicy } from "./core/bill.ts";
import { FirstfitError } from "./core/errors.ts";
import type { Check } from "./core/results.ts";
import { DEFAULT_RANKING } from "./core/retrieval.ts";
import type { Embedder, Index, IndexSettings, RankingChange } from "./core/retrieval.ts";
import { nodeFileSystem, withoutStore } from "./node-file-system.ts";
import type { App, NamedCandidate, ProjectSettings } from "./operations.ts";
import { indexCommand } from "./operations/index-command.ts";
import { mustTakeFile, readQueryAdapter, scaffold, writeConfig, writeDocuments, writeNamedFile, writeNew } from "./project-files.ts";
import { rankingWith } from "./search/ranking-settings.ts";
import type { SqliteIndexOptions } from "./stores/sqlite.ts";

export { defineConfig } from "./config/schema.ts";
export type { Config } from "./config/schema.ts";

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
  const keys = findKeys({ environment: options.environment, projectFolder: project.folder });
  const onNote = options.onWait === undefined ? {} : { onNote: options.onWait };
  const calls = projectCalls({ config, keys, projectFolder: project.folder, userFolder: keys.userFolder, ...onNote });
  return appOf({ options, config, project, keys, calls }, { isDryRun: false, useCache: true });
}

/** Of one process: what every run of a verb shares. */
interface AppParts {
  readonly options: BuildOptions;
  readonly config: Config;
  readonly project: ProjectSettings;
  readonly keys: Keys;
  readonly calls: Calls;
}

/** The app whose models spend as the policy says. */
function appOf(parts: AppParts, policy: SpendingPolicy): App {
  const { options, config, project, keys, calls } = parts;
  const run = calls.run(policy);
  const names: NameParts = {
    config,
    folder: project.folder,
    keys,
    environment: options.environment,
    calls: trialCalls(run),
    isDryRun: policy.isDryRun,
  };
  const embedder = madeOnce(() => resolveEmbedder(config.embedder, names));
  const candidateParts = {
    names,
    project,
    openIndex: () => openIndex({ project, embedder, mode: "read", ...(options.onWait === undefined ? {} : { onWait: options.onWait }) }),
    ranking: (ranking: NonNullable<Config["ranking"]>) => rankingChange(ranking, project.folder),
    prices: calls.prices,
    ...(policy.usdMax === undefined ? {} : { hold: run.hold }),
    ...(options.onWait === undefined ? {} : { onNote: options.onWait }),
  };
  return {
    project,
    openIndex: (mode) =>
      mode === "write" && policy.isDryRun && !existsSync(project.store)
        ? unwrittenIndex(project, embedder)
        : openIndex({ project, embedder, mode, ...(options.onWait === undefined ? {} : { onWait: options.onWait }) }),
    async rebuildIndex(roots) {
      if (policy.isDryRun && !existsSync(project.store)) {
        const index = await unwrittenIndex(project, embedder);
        return { roots, index, replace: async () => {}, [Symbol.asyncDispose]: () => index[Symbol.asyncDispose]() };
      }
      const { rebuildSqliteIndex } = await import("./stores/sqlite-rebuild.ts");
      const store = await storeOptions({ project, embedder, ...(options.onWait === undefined ? {} : { onWait: options.onWait }) });
      return await rebuildSqliteIndex({ ...store, roots });
    },
    spending: (asked) => appOf(parts, asked),
    bill: () => run.bill(),
    billBefore: () => run.billBefore(),
    callStore: () => calls.store(),
    async modelList() {
      const { listModels } = await import("./config/model-list.ts");
      return listModels({ config, keys, rows: await calls.prices(), projectFolder: project.folder, nowMs: Date.now() });
    },
    async priceTable() {
      const { priceTableInUse } = await import("./config/prices.ts");
      return { kind: "prices", ...priceTableInUse({ projectFolder: project.folder, userFolder: keys.userFolder }) };
    },
    async updatePrices(text, asked) {
      const { updatePrices } = await import("./config/model-list.ts");
      return updatePrices({ text, ...asked, projectFolder: project.folder, userFolder: keys.userFolder });
    },
    embedder: (name) => (name === undefined ? embedder() : resolveEmbedder(name, names)),
    adviceMatcher: async () => (await import("./config/advice-matcher.ts")).shippedMatcher(),
    scratchIndex: async (scratch) => (await import("./scratch-index.ts")).scratchIndex(scratch),
    answerer: (name) => resolveAnswerer(name ?? config.model, names),
    model: (purpose, preferred) => chatModel(preferred !== undefined && isChatName(preferred) ? preferred : config.model, purpose, names),
    judge: async (purpose, name) => (await import("./config/judge.ts")).configuredJudge(names, purpose, name),
    async judgeNotes(judge, candidates) {
      const { notesOnJudge } = await import("./config/judge.ts");
      return notesOnJudge({ judge, candidates }, await calls.prices(), Date.now());
    },
    async keepCalibration(calibration) {
      const { keepCalibration } = await import("./config/judge-calibration.ts");
      return await keepCalibration(calibration, config, project.folder);
    },
    async calibration(judge, signal) {
      const [{ readCalibration }, { modelVersions }] = await Promise.all([
        import("./config/judge-calibration.ts"),
        import("./config/model-versions.ts"),
      ]);
      return await readCalibration(
        judge,
        config,
        project.folder,
        async () => (await modelVersions([judge.model], names, signal))[judge.model],
      );
    },
    reranker: (name) => resolveReranker(name ?? config.reranker, names),
    async budgetModel(name, from = "typed") {
      const { budgetModel, mustNameModel } = await import("./config/budget.ts");
      if (name !== undefined && from === "typed") mustNameModel(name, names);
      return await budgetModel(name, { names, folder: project.folder, prices: parts.calls.prices, nowMs: () => Date.now() });
    },
    extract: async (bytes, path) => (await import("./documents/parsers.ts")).extract(bytes, path),
    async yamlParser() {
      return (await import("./documents/yaml.ts")).parseYaml;
    },
    async extensions() {
      const { parsers } = await import("./documents/parsers.ts");
      return new Set(parsers.flatMap((parser) => parser.extensions));
    },
    fileSystem: withoutStore(nodeFileSystem, project.store),
    setTimer(delayMs, work) {
      const timer = setTimeout(work, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
    monotonicMs: () => performance.now(),
    nowMs: () => Date.now(),
    checks: () => checks(parts, embedder),
    async candidates(asked) {
      const { makeCandidates } = await import("./config/candidates.ts");
      return await makeCandidates(asked, candidateParts);
    },
    async rungs(asked, given) {
      const { makeRungs } = await import("./config/rungs.ts");
      return await makeRungs(asked, { ...candidateParts, ...given, nowMs: () => Date.now() });
    },
    async labelledExamples() {
      const { readExamples } = await import("./config/rungs/examples.ts");
      return await readExamples(config.task?.examples, project.folder);
    },
    async decisionStore() {
      const { fileDecisions } = await import("./stores/file-decisions.ts");
      const told = { from: options.folder, ...(options.onWait === undefined ? {} : { onNote: options.onWait }) };
      return fileDecisions(join(project.folder, ".firstfit", "decisions"), told);
    },
    versions: { firstfit: packageVersion(), node: process.versions.node },
    async trialStore() {
      const { openTrials } = await import("./config/trials.ts");
      const onNote = options.onWait === undefined ? {} : { onNote: options.onWait };
      return await openTrials({ folder: project.folder, isDryRun: policy.isDryRun, ...onNote });
    },
    hasRuns: async () => existsSync(resolve(project.folder, ".firstfit", "runs.db")),
    async labProgress() {
      const { labProgress } = await import("./config/lab-progress.ts");
      return labProgress({ folder: project.folder, isDryRun: policy.isDryRun });
    },
    async caseGrader({ cases, judge }) {
      const { makeCaseGrader } = await import("./config/case-grader.ts");
      return await makeCaseGrader({
        cases,
        graders: config.graders ?? [],
        ...(config.task?.limits === undefined ? {} : { limits: config.task.limits }),
        judge: async () =>
          judge === undefined && config.judge === undefined
            ? undefined
            : await (await import("./config/judge.ts")).configuredJudge(names, "A case with criteria", judge),
        embedder,
        openIndex: async () => (existsSync(project.store) ? await openIndex({ project, embedder, mode: "read" }) : undefined),
      });
    },
    candidateSettings: (name) => candidateSettings(name, config),
    async modelVersions(models, signal) {
      const asked = await import("./config/model-versions.ts");
      return await asked.modelVersions(models, names, signal);
    },
    answeredVersions: async () => (policy.isDryRun ? {} : (await calls.store()).versions()),
    isLocalModel: (name) => isLocalModel(name, { config, environment: options.environment }),
    redact: (text) => keys.redact(text),
    // a dry run leaves no trace
    writeConfig: policy.isDryRun ? async () => {} : writeConfig,
    writeFile: async (file, text) => (policy.isDryRun ? undefined : await writeNamedFile(resolve(options.folder, file), text)),
    mustTakeFile: (file) => mustTakeFile(file, options.folder),
    writeDocuments: (folder, documents) =>
      writeDocuments(folder === undefined ? project.folder : resolve(options.folder, folder), documents, options.folder),
    async editFile(file, change) {
      const { editNamedFile } = await import("./edit-named-file.ts");
      await editNamedFile(resolve(options.folder, file), change);
    },
    scaffold,
    keyVariables: () => keyVariables(options.environment),
    writeNew: (folder, files) => writeNew(resolve(options.folder, folder), files),
  };
}

/** The library door: a project by its folder, configured as on the command line. Opens nothing until a verb needs it. */
export function openProject(options: { readonly folder: string; readonly config?: string; readonly store?: string }): Promise<App> {
  return buildApp({ seed: 1, environment: process.env, ...options });
}

/** Makes a thing when it is first asked for; a failure is tried again. */
function madeOnce<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    }));
}

async function checks({ project, options }: AppParts, embedder: OpenOptions["embedder"]): Promise<readonly (() => Promise<Check>)[]> {
  const { probes } = await import("./probes.ts");
  return probes({
    project,
    environment: options.environment,
    openIndex: () => openIndex({ project, embedder, mode: "read" }),
    inspectIndex: async () => (await import("./stores/sqlite.ts")).inspectSqliteIndex(project.store),
    async embed(text) {
      const made = await embedder();
      const [vector] = await made.embedBatch([text], { inputType: "query" });
      return vector?.length ?? 0;
    },
  });
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
    exclude: [...(config.exclude ?? []), ...decisionFiles(folder)],
    chunkTokensMin: tokensMin,
    chunkTokensMax: tokensMax,
    retrieveK: config.ask?.retrieveK ?? 30,
    evidenceTokensMax: config.ask?.evidenceTokensMax ?? 6_000,
    strict: config.ask?.strict ?? false,
    ...(config.task === undefined ? {} : { task: taskSettings(config.task) }),
    ...(config.prompts === undefined ? {} : { prompts: config.prompts }),
    ...(config.candidates === undefined ? {} : { candidates: Object.entries(config.candidates).map(namedCandidate) }),
    ...(config.ask?.expand === undefined || config.ask.expand === "none" ? {} : { expand: config.ask.expand }),
    embedder: typeof config.embedder === "object" ? config.embedder.id : (config.embedder ?? "builtin/wordnet"),
    chunk: {
      chunkStrategy: config.chunk?.strategy ?? "structure",
      chunkOverlapTokens: config.chunk?.overlapTokens ?? 0,
      chunkBreakPercentile: config.chunk?.breakPercentile ?? 95,
    },
    ...(config.chunk?.contexts === true ? { contexts: modelName(config.model) } : {}),
    ...(config.ranking === undefined ? {} : { ranking: rankingChange(config.ranking, folder) }),
    ...(config.rerank === undefined ? {} : { rerank: config.rerank }),
  };
}

function namedCandidate([name, candidate]: readonly [string, CandidateConfig]): NamedCandidate {
  if (typeof candidate === "function") return { name, kind: "function" };
  const model = "model" in candidate ? candidate.model : undefined;
  return { name, kind: candidate.kind, ...(model === undefined ? {} : { model: typeof model === "object" ? model.id : model }) };
}

function modelName(model: Config["model"]): string {
  return typeof model === "object" ? model.id : (model ?? "builtin/extractive");
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
  /** The one of the configuration, made once. */
  embedder(): Promise<Embedder>;
  readonly mode: "read" | "write";
  readonly onWait?: (text: string) => void;
}

async function openIndex({ project, embedder, mode, onWait }: OpenOptions): Promise<Index> {
  if (mode === "read" && !existsSync(project.store)) {
    throw new FirstfitError(
      "EMPTY_INDEX",
      `There is no index at ${relativeTo(project.folder, project.store)}.`,
      `Make one: ${indexCommand(project)}`,
    );
  }
  const [{ openSqliteIndex }, store] = await Promise.all([
    import("./stores/sqlite.ts"),
    storeOptions({ project, embedder, ...(onWait === undefined ? {} : { onWait }) }),
  ]);
  return await openSqliteIndex({ ...store, mode });
}

/** What a dry run has in place of an index that is not there: one that leaves no file. */
async function unwrittenIndex(project: ProjectSettings, embedder: () => Promise<Embedder>): Promise<Index> {
  const [{ memoryIndex }, made] = await Promise.all([import("./stores/memory.ts"), embedder()]);
  return memoryIndex({ embedder: made, settings: await indexSettings(project, made) });
}

async function storeOptions({ project, embedder, onWait }: Omit<OpenOptions, "mode">): Promise<Omit<SqliteIndexOptions, "mode">> {
  const made = await embedder();
  const settings = await indexSettings(project, made);
  const ranking = rankingWith(DEFAULT_RANKING, project.ranking);
  const { isEnglishWord } = await import("./models/word-vectors.ts");
  return {
    file: project.store,
    embedder: made,
    settings,
    ranking,
    isWord: isEnglishWord,
    ...(onWait === undefined ? {} : { onWait, onNote: onWait }),
  };
}

async function indexSettings(project: ProjectSettings, embedder: Embedder): Promise<IndexSettings> {
  const [{ chunkerRevision }, { ANALYZER_REVISION }] = await Promise.all([import("./text/chunk.ts"), import("./text/analyze.ts")]);
  const { chunkTokensMin, chunkTokensMax } = project;
  return {
    embedder: embedder.id,
    dimensions: embedder.dimensions,
    chunkTokensMin,
    chunkTokensMax,
    revision: `chunker ${chunkerRevision({ chunkTokensMin, chunkTokensMax, ...project.chunk })}, analyzer ${ANALYZER_REVISION}${project.contexts === undefined ? "" : `, contexts ${project.contexts}`}`,
  };
}

function relativeTo(folder: string, file: string): string {
  const path = relative(folder, file);
  return path.startsWith("..") ? file : path;
}
