import type { Check, Diagnosis } from "../core/results.ts";

/** Runs every check in order. A check that throws is itself a finding, never the end of the diagnosis. */
export async function doctor(probes: readonly (() => Promise<Check>)[]): Promise<Diagnosis> {
  const checks: Check[] = [];
  for (const probe of probes) {
    try {
      checks.push(await probe());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      checks.push({
        name: "doctor",
        status: "fail",
        detail: `A check broke: ${reason}`,
        fix: "Report this with the output of `firstfit doctor --json`.",
      });
    }
  }
  return { healthy: checks.every((check) => check.status !== "fail"), checks };
}
