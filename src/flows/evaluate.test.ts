import { describe, expect, it } from "vitest";
import { FirstfitError } from "../core/errors.ts";
import type { Candidate, CandidateOutput, Case, CaseGrader, TrialContext } from "../core/evaluation.ts";
import type { EvaluationReport } from "../core/evaluation-results.ts";
import type { ProgressEvent } from "../core/progress.ts";
import type { TrialStore } from "../core/trial-store.ts";
import { memoryTrials } from "../stores/memory-trials.ts";
import { evaluate } from "./evaluate.ts";
import type { EvaluateOptions } from "./evaluate.ts";

const made = (id: string, more: Partial<Case> = {}): Case => ({
  id,
  input: `ask ${id}`,
  expectations: [{ kind: "substring", texts: [id] }],
  tags: [],
  weight: 1,
  ...more,
});
const ten = Array.from({ length: 10 }, (_, at) => made(`c${at}`));
const grader: CaseGrader = {
  definition: { revision: 1 },
  grade: async (output, expected) => ({ substring: { kind: "graded", value: output.text.includes(expected.id) ? 1 : 0 } }),
};
type Run = (id: string, context: TrialContext) => CandidateOutput | Promise<CandidateOutput>;
const candidate = (run: Run = (id) => ({ text: id }), more: Partial<Candidate> = {}): Candidate => ({
  name: "a",
  definition: { k: 10 },
  run: async (input, context) => run((typeof input === "string" ? input : "").replace("ask ", ""), context),
  ...more,
});

/** Real timers, but a clock that stands, so that nothing in a report depends on the machine. */
const clock: EvaluateOptions["clock"] = {
  monotonicMs: () => 0,
  nowMs: () => 1_000,
  setTimer(delayMs, run) {
    const timer = setTimeout(run, Math.min(delayMs, 30));
    return { cancel: () => clearTimeout(timer) };
  },
};
const run = (options: Partial<EvaluateOptions> = {}, cases: readonly Case[] = ten): Promise<EvaluationReport> =>
  evaluate({ name: "cases.jsonl", cases }, { candidates: [candidate()], grader, store: memoryTrials(), clock, ...options });
const comparable = ({ run: _, ...report }: EvaluationReport): string => JSON.stringify(report);

describe("evaluate", () => {
  it("tries each case with each candidate, and reports in the order of the cases", async () => {
    const asked: string[] = [];
    const slowFirst = candidate(async (id) => {
      await new Promise((resolve) => void setTimeout(resolve, id === "c0" ? 20 : 0));
      return { text: id };
    });
    const report = await run({
      candidates: [
        slowFirst,
        candidate(
          (id, { repeat }) => {
            asked.push(`${id}/${repeat}`);
            return { text: "no" };
          },
          { name: "b" },
        ),
      ],
      repeats: 2,
    });
    expect(asked.toSorted()).toEqual(ten.flatMap(({ id }) => [`${id}/0`, `${id}/1`]).toSorted());
    const order = ten.flatMap(({ id }) => [`${id}/0`, `${id}/1`]);
    for (const { trials } of report.candidates) expect(trials.map(({ caseId, repeat }) => `${caseId}/${repeat}`)).toEqual(order);
    expect(report.candidates.map(({ summary }) => [summary.trials.passed, summary.trials.failed])).toEqual([
      [20, 0],
      [0, 20],
    ]);
  });

  it("gives a candidate what it needs to know and nothing of what is expected", async () => {
    const seen: TrialContext[] = [];
    await run(
      {
        candidates: [
          candidate((id, context) => {
            seen.push(context);
            return { text: id };
          }),
        ],
      },
      [made("x", { metadata: { region: "north" } })],
    );
    expect(seen).toEqual([{ signal: expect.any(AbortSignal) as AbortSignal, repeat: 0, caseId: "x", metadata: { region: "north" } }]);
  });

  it("never runs more at once than allowed, by the run and by each candidate", async () => {
    const running = { all: 0, a: 0, most: 0, mostOfA: 0 };
    const counting =
      (name: "a" | "b"): Run =>
      async (id) => {
        running.all += 1;
        if (name === "a") running.a += 1;
        running.most = Math.max(running.most, running.all);
        running.mostOfA = Math.max(running.mostOfA, running.a);
        await new Promise((resolve) => void setTimeout(resolve, 2));
        running.all -= 1;
        if (name === "a") running.a -= 1;
        return { text: id };
      };
    await run({ candidates: [candidate(counting("a"), { concurrencyMax: 2 }), candidate(counting("b"), { name: "b" })], concurrency: 5 });
    expect(running).toMatchObject({ most: 5, mostOfA: 2 });
  });

  it("runs nothing beside a candidate that keeps this process busy, so that nobody's latency holds its work", async () => {
    const running = { here: 0, elsewhere: 0, mostElsewhere: 0 };
    const beside: string[] = [];
    const counting =
      (place: "here" | "elsewhere"): Run =>
      async (id) => {
        running[place] += 1;
        await new Promise((resolve) => void setTimeout(resolve, 1));
        if (running.here > 0 && running.elsewhere > 0) beside.push(id);
        running.mostElsewhere = Math.max(running.mostElsewhere, running.elsewhere);
        running[place] -= 1;
        return { text: id };
      };
    const report = await run({
      candidates: [candidate(counting("elsewhere"), { name: "server" }), candidate(counting("here"), { isComputedHere: true })],
      concurrency: 4,
    });
    expect(beside).toEqual([]);
    expect(running.mostElsewhere).toBe(4);
    expect(report.candidates.map(({ summary }) => summary.trials.passed)).toEqual([10, 10]);
  });

  it("fails the trial alone of a candidate that throws, with code and message and without keys", async () => {
    const report = await run({
      candidates: [
        candidate((id) => {
          if (id === "c3") throw new FirstfitError("RATE_LIMITED", "slow down, sk-secret", "wait");
          if (id === "c4") throw new TypeError("x is not a function");
          return { text: id };
        }),
      ],
      redact: (text) => text.replaceAll("sk-secret", "…"),
    });
    const [{ summary, trials } = { summary: undefined, trials: [] }] = report.candidates;
    expect(summary?.trials).toEqual({ planned: 10, passed: 8, failed: 0, ungraded: 0, errors: 2 });
    expect(summary?.passRate).toMatchObject({ mean: 1, cases: 8 });
    expect(trials.filter(({ kind }) => kind === "failed")).toEqual([
      { kind: "failed", caseId: "c3", repeat: 0, error: { code: "RATE_LIMITED", message: "slow down, …" } },
      { kind: "failed", caseId: "c4", repeat: 0, error: { code: "CANDIDATE_FAILED", message: "x is not a function" } },
    ]);
  });

  it("measures the latency that a candidate does not know better", async () => {
    let nowMs = 0;
    const report = await run({
      concurrency: 1,
      clock: { ...clock, monotonicMs: () => (nowMs += 5) },
      candidates: [candidate((id) => ({ text: id, ...(id === "c0" ? { latencyMs: 7_000 } : {}) }))],
    });
    const latencies = report.candidates[0]?.trials.map((trial) => (trial.kind === "completed" ? trial.output.latencyMs : undefined));
    expect(latencies?.slice(0, 3)).toEqual([7_000, 5, 5]);
  });

  it("leaves out what nobody has reviewed, or shows it apart", async () => {
    const cases = [...ten, made("u1", { review: "unreviewed" }), made("u2", { review: "unreviewed", expectations: [] })];
    const without = await run({}, cases);
    expect(without.dataset).toMatchObject({ cases: 10, unreviewedLeftOut: 2 });
    expect(without.candidates[0]).not.toHaveProperty("unreviewed");
    const withThem = await run({ withUnreviewed: true }, cases);
    expect(withThem.dataset).toMatchObject({ cases: 12, unreviewedLeftOut: 0 });
    expect(withThem.candidates[0]).toMatchObject({ summary: { trials: { planned: 10 } }, unreviewed: { trials: { planned: 2 } } });
    expect(withThem.candidates[0]?.trials).toHaveLength(12);
    await expect(run({}, [made("u", { review: "unreviewed" })])).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringMatching(/^Nobody has reviewed any case of /) as string,
      fix: expect.stringMatching(/firstfit dataset review \S+, or .* --unreviewed\.$/) as string,
    });
  });

  it.for([
    ["no case", {}, [], "holds no case"],
    ["no candidate", { candidates: [] }, ten, "no candidate"],
    ["two candidates of one name", { candidates: [candidate(), candidate()] }, ten, 'Two candidates are named "a"'],
  ] as const)("refuses %s", async ([, options, cases, message]) => {
    await expect(run(options, cases)).rejects.toMatchObject({ code: "BAD_INPUT", message: expect.stringContaining(message) as string });
  });

  it("reports a trial as done only when it is written", async () => {
    const store = memoryTrials();
    let written = 0;
    const events: (readonly [done: number, written: number])[] = [];
    const watched: TrialStore = {
      ...store,
      record(id, trials) {
        store.record(id, trials);
        written += trials.length;
      },
    };
    const report = (event: ProgressEvent): void => {
      if (event.kind === "advanced") events.push([event.done, written]);
    };
    await run({ store: watched, report });
    expect(events.at(-1)).toEqual([10, 10]);
    for (const [done, onDisk] of events) expect(done).toBeLessThanOrEqual(onDisk);
  });

  it.for([
    ["instant ones by the dozen", 0, 64],
    // a clock that goes on by 5 ms each time it is looked at
    ["never more slower ones unwritten than run at once", 5, 8],
  ] as const)("writes trials together that end together: %s", async ([, stepMs, most]) => {
    const batches: number[] = [];
    const store = memoryTrials();
    const watched: TrialStore = {
      ...store,
      record(id, trials) {
        batches.push(trials.length);
        store.record(id, trials);
      },
    };
    let nowMs = 0;
    let begun = 0;
    let unwritten = 0;
    const counting = candidate((id) => {
      begun += 1;
      unwritten = Math.max(unwritten, begun - batches.reduce((sum, size) => sum + size, 0));
      return { text: id };
    });
    const cases = Array.from({ length: 400 }, (_, at) => made(`n${at}`));
    const stepping = { ...clock, monotonicMs: () => (nowMs += stepMs) };
    await run({ store: watched, candidates: [counting], concurrency: 8, clock: stepping }, cases);
    // those under way, and those that have ended and are not on the disk
    expect(unwritten).toBeLessThanOrEqual(stepMs === 0 ? 64 + 8 : 8);
    expect(batches.reduce((sum, size) => sum + size, 0)).toBe(400);
    expect(Math.max(...batches)).toBeLessThanOrEqual(most);
    if (stepMs === 0) expect(batches.length).toBeLessThan(20);
  });

  it("fails when the store does, and does not hang", async () => {
    const store = memoryTrials();
    const full: TrialStore = {
      ...store,
      record() {
        throw new FirstfitError("DISK_FULL", "The disk is full.", "Make room.");
      },
    };
    await expect(run({ store: full })).rejects.toMatchObject({
      code: "DISK_FULL",
      message: "The disk is full. 0 of 10 trials are kept.",
      fix: expect.stringContaining("Go on with:") as string,
    });
  });
});

describe("a run that is stopped", () => {
  /** Stops after so many trials, by what `how` does. */
  const stoppedAt = async (store: TrialStore, after: number, how: "signal" | "cap", more: Partial<EvaluateOptions> = {}) => {
    const stop = new AbortController();
    let ended = 0;
    return await run({
      store,
      signal: stop.signal,
      concurrency: 2,
      resumeLine: "firstfit eval --resume",
      candidates: [
        candidate((id) => {
          if (ended >= after && how === "cap") throw new FirstfitError("CAP_REACHED", "The cap is reached.", "Raise it.");
          ended += 1;
          if (ended === after && how === "signal") stop.abort();
          return { text: id };
        }),
      ],
      ...more,
    }).catch((error: unknown) => error);
  };

  it("keeps what is done, says how it goes on, and comes to the report of a run that was not stopped", async () => {
    const store = memoryTrials();
    const error = await stoppedAt(store, 4, "signal");
    expect(error).toMatchObject({ code: "INTERRUPTED", fix: "Go on with: firstfit eval --resume" });
    const [first] = store.runs();
    expect(first).toMatchObject({ state: "unfinished", attempts: [{ end: "stopped" }] });
    expect(first?.trials).toBeGreaterThanOrEqual(4);
    expect(first?.trials).toBeLessThan(10);
    const asked: string[] = [];
    const resumed = await run({
      store,
      start: { kind: "resume" },
      candidates: [
        candidate((id) => {
          asked.push(id);
          return { text: id };
        }),
      ],
    });
    expect(asked).toHaveLength(10 - (first?.trials ?? 0));
    expect(comparable(resumed)).toBe(comparable(await run()));
    expect(resumed.run).toMatchObject({ id: first?.id, resumed: first?.trials, interruptions: 1, repeatedMax: 2 });
  });

  it("ends at the cap, and goes on with a higher one", async () => {
    const store = memoryTrials();
    expect(await stoppedAt(store, 3, "cap")).toMatchObject({
      code: "CAP_REACHED",
      message: "The cap is reached. 3 of 10 trials are kept.",
      fix: "Raise it. Go on with: firstfit eval --resume",
    });
    expect(store.runs()).toMatchObject([{ state: "unfinished", trials: 3 }]);
    expect(comparable(await run({ store, start: { kind: "resume" } }))).toBe(comparable(await run()));
  });

  it("tells what stopped it, also where its end cannot be written down", async () => {
    const store = memoryTrials();
    const full: TrialStore = {
      ...store,
      end() {
        throw new FirstfitError("DISK_FULL", "The disk is full.", "Make room.");
      },
    };
    expect(await stoppedAt(full, 3, "cap")).toMatchObject({ code: "CAP_REACHED" });
  });

  it("aborts trials that do not end by themselves, and makes no trial of them", async () => {
    const stop = new AbortController();
    const store = memoryTrials();
    const error = await run({
      store,
      signal: stop.signal,
      concurrency: 3,
      candidates: [
        candidate((id, { signal }) => {
          if (id === "c0") return { text: id };
          stop.abort();
          // one that listens, and one that never ends
          return new Promise((_, reject) => {
            if (id === "c1") signal.addEventListener("abort", () => reject(new FirstfitError("INTERRUPTED", "stopped", "again")));
          });
        }),
      ],
    }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "INTERRUPTED" });
    expect(store.trials(store.runs()[0]?.id ?? "").map(({ trial }) => [trial.caseId, trial.kind])).toEqual([["c0", "completed"]]);
  });

  it("goes on with the newest unfinished run of the same plan, and not with another one", async () => {
    const store = memoryTrials();
    await stoppedAt(store, 4, "signal");
    await expect(run({ store, start: { kind: "resume" }, repeats: 3, seed: 2 })).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringMatching(/was planned otherwise; this would be with repeats 1, now 3; seed 1, now 2\.$/) as string,
    });
    const other = [candidate(undefined, { definition: { k: 20, mode: "fast" } }), candidate(undefined, { name: "b" })];
    await expect(run({ store, start: { kind: "resume" }, candidates: other }, ten.slice(1))).rejects.toMatchObject({
      message: expect.stringContaining(
        'other cases (10 cases, now 9 cases); a new candidate b; the candidate a: k 10, now 20; the candidate a: mode not set, now "fast"',
      ) as string,
    });
    const edited = ten.map((each, at) => (at === 3 ? { ...each, input: "Another question?" } : each));
    await expect(run({ store, start: { kind: "resume" } }, edited)).rejects.toMatchObject({
      message: expect.stringContaining("other cases (still 10 cases, not the same ones)") as string,
    });
    await expect(run({ store: memoryTrials(), start: { kind: "resume" } })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(run({ store, start: { kind: "resume", id: "20200101-000000-aaaaaa" } })).rejects.toMatchObject({
      code: "NOT_FOUND",
      fix: `Unfinished runs: ${store.runs()[0]?.id}.`,
    });
    expect((await run({ store, start: { kind: "resume", id: store.runs()[0]?.id ?? "" } })).run.resumed).toBeGreaterThanOrEqual(4);
    await expect(run({ store, start: { kind: "resume", id: store.runs()[0]?.id ?? "" } })).rejects.toMatchObject({
      message: expect.stringContaining("is finished") as string,
    });
  });

  it("is named when a new run of the same plan begins, which then begins anew", async () => {
    const store = memoryTrials();
    await stoppedAt(store, 4, "signal");
    const notes: string[] = [];
    const report = (event: ProgressEvent): void => {
      if (event.kind === "note") notes.push(event.text);
    };
    expect((await run({ store, report })).run.resumed).toBe(0);
    expect(notes).toEqual([expect.stringMatching(/An unfinished run of the same plan is kept, \d of 10 trials: --resume goes on with it/)]);
  });
});

describe("errors that are tried again", () => {
  const breaking = (broken: readonly string[], asked: string[] = []): Candidate =>
    candidate((id) => {
      asked.push(id);
      if (broken.includes(id)) throw new FirstfitError("NETWORK", "gone", "again");
      return { text: id };
    });

  it("are run again alone, and take the place of the old ones", async () => {
    const store = memoryTrials();
    await run({ store, candidates: [breaking(["c2", "c5"])] });
    const asked: string[] = [];
    const report = await run({ store, candidates: [breaking(["c5"], asked)], start: { kind: "retry-errors" } });
    expect(asked.toSorted()).toEqual(["c2", "c5"]);
    expect(report.candidates[0]?.summary.trials).toMatchObject({ passed: 9, errors: 1 });
    expect(store.runs()).toHaveLength(1);
    expect(report.run).toMatchObject({ resumed: 8, interruptions: 0 });
  });

  it("are those of a run that is there", async () => {
    await expect(run({ start: { kind: "retry-errors" } })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
