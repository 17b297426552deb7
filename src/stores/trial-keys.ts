import { randomBytes } from "node:crypto";
import type { KeptTrial } from "../core/trial-store.ts";

/** One for each candidate, case and repeat of a run. */
export function trialKey({ candidate, trial }: KeptTrial): string {
  return JSON.stringify([candidate, trial.caseId, trial.repeat]);
}

/** Of two trials with one key, the one that counts: the later one in place of a failed one, and of no other. */
export function newest(before: KeptTrial | undefined, after: KeptTrial): KeptTrial {
  return before === undefined || before.trial.kind === "failed" ? after : before;
}

/** "20261128-224549-x7k2" in UTC: what a person can tell apart and type. */
export function runId(atMs: number): string {
  const [date = "", time = ""] = new Date(atMs).toISOString().split("T");
  return `${date.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}-${randomBytes(3).toString("hex")}`;
}
