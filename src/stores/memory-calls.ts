import type { AnsweredCall, CallStore, FailedCall, StartedCall } from "../core/call-store.ts";

type CallRow = StartedCall & { answer?: AnsweredCall; failure?: FailedCall };

export interface MemoryCalls extends CallStore {
  readonly rows: readonly Readonly<CallRow>[];
}

/** The record of calls for one process: for tests, and for a project whose folder cannot be written. */
export function memoryCalls(): MemoryCalls {
  let isOn = true;
  const rows: CallRow[] = [];
  let versions: Readonly<Record<string, string>> = {};
  return {
    rows,
    get isOn() {
      return isOn;
    },
    find(key) {
      const answer = rows.findLast((row) => row.key === key && row.answer?.response !== undefined)?.answer;
      return answer?.response === undefined ? undefined : { ...answer, response: answer.response };
    },
    begin: (call) => rows.push({ ...call }) - 1,
    beginAlone: (call) => rows.push({ ...call }) - 1,
    complete(call, answer) {
      Object.assign(rows[call] ?? {}, { answer });
    },
    fail(call, failure) {
      Object.assign(rows[call] ?? {}, { failure });
    },
    switch(to) {
      isOn = to === "on";
    },
    takeLost: () => [],
    statistics: () => ({
      file: "memory",
      bytes: 0,
      isOn,
      responses: rows.filter(({ answer }) => answer?.response !== undefined).length,
      answered: rows.filter(({ answer }) => answer !== undefined).length,
      failed: rows.filter(({ failure }) => failure !== undefined).length,
      maybeBilled: rows.filter(({ failure }) => failure?.maybeBilled === true).length,
      lost: 0,
      inFlight: rows.filter(({ answer, failure }) => answer === undefined && failure === undefined).length,
      cost: { kind: "unknown", reason: "no sum is kept in memory" },
      byModel: [],
    }),
    clear(of) {
      const isOf = (row: CallRow): boolean => of === undefined || (row.provider === of.provider && row.model === of.model);
      const kept = rows.filter((row) => row.answer?.response !== undefined && isOf(row));
      for (const row of kept) {
        const { response: _, ...answer } = row.answer ?? { usage: { source: "none" }, cost: { kind: "known", usd: 0 }, latencyMs: 0 };
        row.answer = answer;
      }
      return kept.length;
    },
    versions: () => versions,
    noteVersions(noted) {
      versions = { ...versions, ...noted };
    },
    close() {},
  };
}
