import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { FirstfitError } from "../core/errors.ts";
import type { KeyVariable } from "../core/init.ts";

/** Environment variables that a provider's key is looked for in, the usual one first. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  anthropic: ["ANTHROPIC_API_KEY"],
  openai: ["OPENAI_API_KEY"],
  voyage: ["VOYAGE_API_KEY"],
  cohere: ["COHERE_API_KEY", "CO_API_KEY"],
};

/** What a key of the provider is for first, as a line of the configuration. */
const USES: readonly (Omit<KeyVariable, "variable"> & { readonly provider: string })[] = [
  { provider: "anthropic", setting: "model", name: "anthropic/claude-haiku-4-5" },
  { provider: "openai", setting: "model", name: "openai/gpt-5.4-mini" },
  { provider: "voyage", setting: "embedder", name: "voyage/voyage-3-large" },
  { provider: "cohere", setting: "reranker", name: "cohere/rerank-v3.5" },
];

/** Variables that hold a key, with the setting that would use it. The keys themselves are not in what is returned. */
export function keyVariables(environment: KeysOptions["environment"]): readonly KeyVariable[] {
  return USES.flatMap(({ provider, ...use }) => {
    const variable = VARIABLES[provider]?.find((name) => (environment[name]?.trim() ?? "") !== "");
    return variable === undefined ? [] : [{ variable, ...use }];
  });
}

export interface FoundKey {
  readonly key: string;
  /** The variable or the file that it stands in. */
  readonly from: string;
}

/** Where keys are: the environment first, then the project's keys file, then the user's. Looked for when one is asked for. */
export interface Keys {
  find(provider: string): FoundKey | undefined;
  /** Throws MISSING_KEY with the variable to set. */
  required(provider: string): string;
  /** The text with every key that is known replaced by its last four characters. */
  redact(text: string): string;
  /** Where the user's own files of firstfit lie. */
  readonly userFolder: string;
  /** Where a key of this provider is looked for. */
  variable(provider: string): string;
}

export interface KeysOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly projectFolder: string;
}

/** A key as it may be shown. */
export function shownKey(key: string): string {
  return `…${key.length < 12 ? "" : key.slice(-4)}`;
}

export function findKeys({ environment, projectFolder }: KeysOptions): Keys {
  const userFolder = join(environment["XDG_CONFIG_HOME"] ?? join(environment["HOME"] ?? homedir(), ".config"), "firstfit");
  const files = [join(projectFolder, ".firstfit", "keys.json"), join(userFolder, "keys.json")];
  const read = new Map<string, Readonly<Record<string, string>>>();
  const fileKeys = (file: string): Readonly<Record<string, string>> => {
    const known = read.get(file) ?? readKeysFile(file);
    read.set(file, known);
    return known;
  };
  const namesOf = (provider: string): readonly string[] =>
    VARIABLES[provider] ?? [`${provider.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}_API_KEY`];
  const find = (provider: string): FoundKey | undefined => {
    for (const name of namesOf(provider)) {
      const key = environment[name]?.trim() ?? "";
      if (key !== "") return { key, from: name };
    }
    for (const file of files) {
      const keys = fileKeys(file);
      for (const name of [provider, ...namesOf(provider)]) {
        const key = Object.hasOwn(keys, name) ? (keys[name] ?? "").trim() : "";
        if (key !== "") return { key, from: file };
      }
    }
    return undefined;
  };
  return {
    find,
    userFolder,
    variable: (provider) => namesOf(provider)[0] ?? "",
    required(provider) {
      const found = find(provider);
      if (found !== undefined) return found.key;
      const [name = ""] = namesOf(provider);
      throw new FirstfitError(
        "MISSING_KEY",
        `There is no key for ${provider}.`,
        `Set it for this shell: export ${name}=…; or write {"${provider}": "…"} into ${files[1]} and run: chmod 600 ${files[1]}`,
      );
    },
    redact(text) {
      const inEnvironment = Object.entries(environment).flatMap(([name, value]) =>
        name.endsWith("_API_KEY") && value !== undefined ? [value.trim()] : [],
      );
      const inFiles = [...read.values()].flatMap((keys) => Object.values(keys).map((key) => key.trim()));
      // A short value is no key, and would be found in ordinary words.
      const keys = [...inEnvironment, ...inFiles].filter((key) => key.length >= 8);
      return keys.reduce((redacted, key) => redacted.replaceAll(key, shownKey(key)), text);
    },
  };
}

/** Empty where there is no file. Throws BAD_CONFIG when others may read it, or when it does not hold texts by name. */
function readKeysFile(file: string): Readonly<Record<string, string>> {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return {};
  // Windows keeps no such bits; there the folder of the user is what guards the file.
  if (process.platform !== "win32" && (stats.mode & 0o077) !== 0)
    throw new FirstfitError(
      "BAD_CONFIG",
      `Others may read the keys in ${file} (mode ${(stats.mode & 0o777).toString(8)}).`,
      `Run: chmod 600 ${file}`,
    );
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // The parser's own message would show what stands there.
    throw new FirstfitError("BAD_CONFIG", `The keys file ${file} cannot be read as JSON.`, 'Write for example {"anthropic": "…"} into it.');
  }
  if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.values(value).every((key) => typeof key === "string"))
    throw new FirstfitError(
      "BAD_CONFIG",
      `The keys file ${file} does not hold texts by name.`,
      'Write for example {"anthropic": "…"} into it.',
    );
  return value as Readonly<Record<string, string>>; // checked above
}

/** How keys of the providers begin; long enough that no ordinary word is meant. */
const KEY_SHAPE = /\b(?:sk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}|pa-[A-Za-z0-9_-]{24,})/;

/** Throws BAD_CONFIG when the text of a configuration holds a key: files are copied, shown and committed. The key is not said. */
export function refuseKeysIn(text: string, file: string): void {
  const line = text.split("\n").findIndex((each) => KEY_SHAPE.test(each)) + 1;
  if (line === 0) return;
  throw new FirstfitError(
    "BAD_CONFIG",
    `${file} holds a key in line ${line}.`,
    "Take it out, put it into the environment (export ANTHROPIC_API_KEY=…) or into a keys file of mode 600, and make a new one if the file was shared.",
  );
}
