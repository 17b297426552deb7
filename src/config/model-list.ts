import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { FirstfitError } from "../core/errors.ts";
import type { ConfiguredModel, ListedCandidate, ModelList, ModelRole, PriceChange, PriceTableShown } from "../core/model-list.ts";
import type { PriceRow, PriceTable } from "../core/prices.ts";
import { ggufFacts } from "../models/gguf-files.ts";
import { onnxFacts } from "../models/onnx-files.ts";
import { FREE_PROVIDERS } from "../models/prices/cost-of.ts";
import { dayOf, findPrice } from "../models/prices/find-price.ts";
import type { CandidateConfig } from "./candidate-schema.ts";
import { shownKey } from "./keys.ts";
import type { Keys } from "./keys.ts";
import { parsePriceTable, priceTableInUse, projectPriceFile, userPriceFile } from "./prices.ts";
import { chatProviders, embedderProviders, exported, rerankerProviders } from "./providers.ts";
import type { Config } from "./schema.ts";

interface ListOptions {
  readonly config: Config;
  readonly keys: Keys;
  readonly rows: readonly PriceRow[];
  readonly projectFolder: string;
  readonly nowMs: number;
}

/** What is configured, looked at without asking anybody. */
export function listModels(options: ListOptions): ModelList {
  const { config, keys, projectFolder } = options;
  const { model = "builtin/extractive", embedder = "builtin/wordnet", reranker } = config;
  const judge = typeof config.judge === "string" ? config.judge : config.judge?.model;
  const entries: readonly (readonly [ModelRole, string | { readonly id: string; readonly precision?: string | undefined }])[] = [
    ["model", model],
    ["embedder", embedder],
    ...(reranker === undefined ? [] : [["reranker", reranker] as const]),
    ...(judge === undefined ? [] : [["judge", judge] as const]),
  ];
  return {
    models: entries.map(([role, value]) => listed(role, value, options)),
    candidates: Object.entries(config.candidates ?? {}).map(([name, candidate]) => listedCandidate(name, candidate, options)),
    pricesReviewed: priceTableInUse({ projectFolder, userFolder: keys.userFolder }).reviewed,
  };
}

/** Without a model of its own a candidate asks the configured one. */
function listedCandidate(name: string, candidate: CandidateConfig, options: ListOptions): ListedCandidate {
  if (typeof candidate === "function") return { name, kind: "function" };
  const { kind } = candidate;
  if (kind !== "prompt" && kind !== "retrieval") return { name, kind };
  const { role: _, ...model } = listed("model", candidate.model ?? options.config.model ?? "builtin/extractive", options);
  if (kind === "retrieval" || !model.name.startsWith("builtin/")) return { name, kind, model };
  const fix = `write model: "anthropic/claude-haiku-4-5" into it, or beside \`candidates\` for all; docs/models.md names others`;
  return { name, kind, model: { ...model, status: "missing", missing: { what: "a prompt needs a chat model", fix } } };
}

const NEEDS_KEY = new Set(["anthropic", "openai", "voyage", "cohere"]);

function listed(
  role: ModelRole,
  value: string | { readonly id: string; readonly precision?: string | undefined },
  options: ListOptions,
): ConfiguredModel {
  const { rows, keys, nowMs } = options;
  const name = typeof value === "string" ? value : value.id;
  const slash = name.indexOf("/");
  const [provider, model] = slash <= 0 ? ["own", name] : [name.slice(0, slash), name.slice(slash + 1).replace(/@\d+$/, "")];
  const price = findPrice(rows, { provider, model }, dayOf(nowMs));
  const found = NEEDS_KEY.has(provider) && typeof value === "string" ? keys.find(provider) : undefined;
  const file = typeof value === "string" ? localFile(provider, name.slice(slash + 1), options) : {};
  const missing = typeof value === "string" ? (missingFor(role, { name, provider, keys }) ?? file.missing) : undefined;
  const precision = typeof value === "string" ? file.precision : value.precision;
  return {
    role,
    name,
    status: missing === undefined ? "ready" : "missing",
    ...(missing === undefined ? {} : { missing }),
    ...(found === undefined ? {} : { key: { shown: shownKey(found.key), from: found.from } }),
    ...(precision === undefined ? {} : { precision }),
    isLocal: FREE_PROVIDERS.has(provider),
    ...(price === undefined ? {} : { price, ...retirementDue(price, dayOf(nowMs)) }),
  };
}

function retirementDue({ retires, retiresNotBefore }: PriceRow, today: string): Pick<ConfiguredModel, "isRetirementDue"> {
  const day = retires ?? retiresNotBefore;
  return day === undefined ? {} : { isRetirementDue: day <= today };
}

function missingFor(
  role: ModelRole,
  { name, provider, keys }: { readonly name: string; readonly provider: string; readonly keys: Keys },
): ConfiguredModel["missing"] {
  if (provider === "builtin") return undefined;
  const makers = { model: chatProviders, judge: chatProviders, embedder: embedderProviders, reranker: rerankerProviders }[role];
  if (!Object.hasOwn(makers, provider))
    return {
      what: `there is no ${role} named ${name}`,
      fix: `Known: ${Object.keys(makers)
        .map((each) => `${each}/MODEL`)
        .join(", ")}`,
    };
  if (!NEEDS_KEY.has(provider) || keys.find(provider) !== undefined) return undefined;
  return { what: `no key for ${provider}`, fix: `export ${keys.variable(provider)}=…` };
}

/** Packages that run a file in this process, by the first part of the model's name. */
const ENGINES: Readonly<Record<string, string>> = { gguf: "node-llama-cpp", onnx: "@huggingface/transformers" };

/** What a model that is a file says of itself, and what it lacks: the file, or the package that runs it. No engine is loaded. */
function localFile(provider: string, name: string, { projectFolder }: ListOptions): Pick<ConfiguredModel, "precision" | "missing"> {
  const engine = Object.hasOwn(ENGINES, provider) ? ENGINES[provider] : undefined;
  if (engine === undefined) return {};
  try {
    const { precision } = provider === "gguf" ? ggufFacts(resolve(projectFolder, name)) : exportFacts(name, projectFolder);
    return isInstalled(engine)
      ? { precision }
      : { precision, missing: { what: `the package ${engine}, which runs it, is not installed`, fix: `npm i ${engine}` } };
  } catch (error) {
    if (!(error instanceof FirstfitError)) throw error;
    return { missing: { what: error.message.replace(/\.$/, ""), fix: error.fix } };
  }
}

function exportFacts(name: string, projectFolder: string): { readonly precision: string } {
  const { folder, precision } = exported(name, projectFolder);
  return onnxFacts(folder, precision);
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    // it throws for a package that is nowhere above this file, and the list has to say so
    return false;
  }
}

interface UpdateOptions {
  readonly text: string;
  readonly named: string;
  readonly scope: "project" | "user";
  readonly projectFolder: string;
  readonly userFolder: string;
  /** Only say what would change. */
  readonly isDryRun: boolean;
}

/** Puts a newer price table into the project's or the user's folder. Throws BAD_INPUT for one that is wrong or older than what is in use. */
export function updatePrices(options: UpdateOptions): PriceTableShown {
  const { text, named, scope, projectFolder, userFolder, isDryRun } = options;
  const table = parsePriceTable(text, named);
  const before = priceTableInUse({ projectFolder, userFolder });
  if (table.reviewed < before.reviewed)
    throw new FirstfitError(
      "BAD_INPUT",
      `The table ${named} was reviewed on ${table.reviewed}, before the one in use (${before.reviewed}).`,
      "Take a newer one; rows of your own stand under `prices` in firstfit.config.ts.",
    );
  const file = scope === "project" ? projectPriceFile(projectFolder) : userPriceFile(userFolder);
  if (!isDryRun) {
    if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(table, null, 1)}\n`);
    renameSync(`${file}.new`, file);
  }
  return { kind: "updated", file, reviewedBefore: before.reviewed, reviewed: table.reviewed, changes: priceChanges(before, table) };
}

function priceChanges(before: PriceTable, now: PriceTable): PriceChange[] {
  const keyed = ({ rows }: PriceTable): ReadonlyMap<string, string> =>
    new Map(
      rows.map(({ provider, model, from, source: _, checked: __, ...facts }) => [
        `${provider}/${model} from ${from}`,
        JSON.stringify(facts),
      ]),
    );
  const [was, is] = [keyed(before), keyed(now)];
  return [...new Set([...was.keys(), ...is.keys()])].toSorted().flatMap((row): PriceChange[] => {
    const [old, next] = [was.get(row), is.get(row)];
    if (old === next) return [];
    if (next === undefined) return old === undefined ? [] : [{ row, change: "removed", before: old }];
    return [old === undefined ? { row, change: "added", now: next } : { row, change: "changed", before: old, now: next }];
  });
}
