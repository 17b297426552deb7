import type { LabCheckResult, LabId, LabProgress, LabRecord, LabState } from "../../core/lab.ts";

export const LAB_IDS: readonly LabId[] = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];

/** "3", "03" and "lab 03" are one lab; undefined for what is none. */
export function labId(asked: string): LabId | undefined {
  const number = /^(?:lab[ -]?)?0*(\d{1,2})$/i.exec(asked.trim())?.[1];
  return LAB_IDS.find((id) => Number(id) === Number(number ?? Number.NaN));
}

/** What results say of a lab. Stretches decide nothing. */
export function stateOf(results: readonly LabCheckResult[]): Exclude<LabState, "new"> {
  const counting = results.filter(({ isStretch }) => !isStretch);
  if (counting.some(({ kind }) => kind === "failed") || counting.every(({ kind }) => kind === "skipped")) return "begun";
  return counting.some(({ kind }) => kind === "skipped") ? "done as far as it can be checked" : "done";
}

/** What is kept of a check. Files that somebody named stay named. */
export function recordOf(
  results: readonly LabCheckResult[],
  { checkedAt, files }: { readonly checkedAt: string; readonly files: Readonly<Record<string, string>> },
): LabRecord {
  const count = (kind: LabCheckResult["kind"]): number => results.filter((each) => !each.isStretch && each.kind === kind).length;
  return {
    state: stateOf(results),
    checkedAt,
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    ...(Object.keys(files).length === 0 ? {} : { files }),
  };
}

const VERSION = 1;

export type ReadProgress =
  | { readonly kind: "progress"; readonly progress: LabProgress }
  | { readonly kind: "newer" }
  | { readonly kind: "damaged"; readonly why: string };

/** Reads what `progressText` wrote. An empty file is what a full disk leaves, and is damaged. */
export function readProgress(text: string): ReadProgress {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return { kind: "damaged", why: text.trim() === "" ? "it is empty" : "it is not JSON" };
  }
  if (!isFields(value) || typeof value["version"] !== "number" || !isFields(value["labs"]))
    return { kind: "damaged", why: "it holds something else" };
  if (value["version"] > VERSION) return { kind: "newer" };
  const records = new Map<LabId, LabRecord>();
  for (const [name, record] of Object.entries(value["labs"])) {
    const id = LAB_IDS.find((known) => known === name);
    if (id === undefined || !isRecord(record)) return { kind: "damaged", why: `"${name}" is no record of a lab` };
    records.set(id, record);
  }
  return { kind: "progress", progress: Object.fromEntries(records) };
}

/** By the number of the lab, so that the same progress gives the same bytes. */
export function progressText(progress: LabProgress): string {
  const labs = Object.fromEntries(LAB_IDS.flatMap((id) => (progress[id] === undefined ? [] : [[id, progress[id]] as const])));
  return `${JSON.stringify({ version: VERSION, labs }, null, 2)}\n`;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const STATES: ReadonlySet<unknown> = new Set(["begun", "done", "done as far as it can be checked"]);

function isRecord(value: unknown): value is LabRecord {
  if (!isFields(value) || !STATES.has(value["state"])) return false;
  const { checkedAt, files } = value;
  if (checkedAt !== undefined && (typeof checkedAt !== "string" || Number.isNaN(Date.parse(checkedAt)))) return false;
  if (["passed", "failed", "skipped"].some((name) => value[name] !== undefined && !Number.isSafeInteger(value[name]))) return false;
  return files === undefined || (isFields(files) && Object.values(files).every((path) => typeof path === "string"));
}
