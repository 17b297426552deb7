import type { Candidate } from "../core/evaluation.ts";
import { FirstfitError } from "../core/errors.ts";
import type { AskedCandidates } from "../operations/operation.ts";
import type { CandidateConfig } from "./candidate-schema.ts";
import { shownCommand } from "./candidates/secrets.ts";
import type { CandidateParts } from "./candidates/parts.ts";
import { sharedIndex } from "./candidates/shared-index.ts";
import type { SharedIndex } from "./candidates/shared-index.ts";
import { nearestName } from "./nearest-name.ts";
import { isChatName } from "./names.ts";
import type { NameParts } from "./providers.ts";

/**
 * What is to be evaluated: what was asked for, else all candidates of the configuration, else the project's `ask`. Each must be closed. Throws BAD_INPUT
 * for a name that is not configured, and what making one throws; then none is left open.
 */
export async function makeCandidates(asked: AskedCandidates, parts: Omit<CandidateParts, "plan">): Promise<readonly Candidate[]> {
  const make = candidateMaker(parts);
  const made: Candidate[] = [];
  try {
    for (const [name, config] of choose(asked, parts.names.config)) made.push(await make(name, config));
  } catch (error) {
    for (const candidate of made) await candidate.close?.();
    throw error;
  }
  return made;
}

/** Makes candidates one by one; those that search share one open index. */
export function candidateMaker(parts: Omit<CandidateParts, "plan">): (name: string, config: CandidateConfig) => Promise<Candidate> {
  const planned = parts.names.isDryRun ? { ...parts, plan: planner(parts.names) } : parts;
  const index = sharedIndex(() => parts.openIndex());
  return (name, config) => makeCandidate(name, config, { ...planned, index });
}

async function makeCandidate(
  name: string,
  config: CandidateConfig,
  parts: CandidateParts & { readonly index: SharedIndex },
): Promise<Candidate> {
  if (typeof config === "function") return (await import("./candidates/function.ts")).functionCandidate(name, config, parts);
  switch (config.kind) {
    case "retrieval":
      return await (await import("./candidates/retrieval.ts")).retrievalCandidate(name, config, parts);
    case "prompt":
      return await (await import("./candidates/prompt.ts")).promptCandidate(name, config, parts);
    case "http":
      return (await import("./candidates/http.ts")).httpCandidate(name, config, parts);
    case "command":
      return (await import("./candidates/command.ts")).commandCandidate(name, config, parts);
  }
}

type Chosen = readonly (readonly [name: string, config: CandidateConfig])[];

function choose({ names = [], model, http, command }: AskedCandidates, { candidates = {}, model: own }: NameParts["config"]): Chosen {
  const asked: Chosen = [
    ...[...new Set(names)].map((name) => [name, configured(name, candidates)] as const),
    ...(http === undefined ? [] : [[urlName(http), { kind: "http", url: http }] as const]),
    ...(command === undefined ? [] : [[commandName(command), { kind: "command", command }] as const]),
    ...(model === undefined ? [] : [[model, { kind: isChatName(model) ? "prompt" : "retrieval", model }] as const]),
  ];
  if (asked.length > 0) return asked;
  const all = Object.entries(candidates);
  if (all.length > 0) return all;
  return [[typeof own === "object" ? own.id : (own ?? "builtin/extractive"), { kind: "retrieval" }]];
}

/** Host and path, as they head a row of a table. */
function urlName(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed === undefined ? "http" : `${parsed.host}${parsed.pathname === "/" ? "" : parsed.pathname}`.slice(0, 60);
}

/** Its beginning, as it heads a row of a table. */
function commandName(command: string): string {
  const line = shownCommand(command)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return line.length > 40 ? `${line.slice(0, 39).toWellFormed()}…` : line;
}

function configured(name: string, candidates: Readonly<Record<string, CandidateConfig>>): CandidateConfig {
  const config = Object.hasOwn(candidates, name) ? candidates[name] : undefined;
  if (config !== undefined) return config;
  const known = Object.keys(candidates);
  const near = nearestName(name, known);
  throw new FirstfitError(
    "BAD_INPUT",
    `There is no candidate named "${name}".`,
    known.length === 0
      ? "firstfit.config.ts names no candidates: docs/candidates.md shows how. To evaluate a model without one: --model NAME"
      : `${near === undefined ? "" : `Did you mean "${near}"? `}Candidates: ${known.join(", ")}.`,
  );
}

/** Counts runs through the calls of a dry run, which make none. */
function planner({ calls }: NameParts): NonNullable<CandidateParts["plan"]> {
  return async (kind, what) => {
    try {
      await calls.run({
        operation: "run",
        provider: kind,
        model: what,
        request: null,
        repeat: 0,
        isKept: false,
        expected: { inputTokens: 0, outputTokensMax: 0 },
        perform: () => Promise.reject(new Error("a dry run performs no call")),
      });
    } catch (error) {
      const { PlannedCall } = await import("../models/calls/planned-call.ts");
      if (!(error instanceof PlannedCall)) throw error;
    }
    return { text: "" };
  };
}
