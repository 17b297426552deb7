import { existsSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Bill, BillBefore, SpendingPolicy } from "../core/bill.ts";
import type { CallStore } from "../core/call-store.ts";
import type { CallRunner } from "../core/calls.ts";
import { FirstfitError } from "../core/errors.ts";
import type { PriceRow } from "../core/prices.ts";
import type { CallDesk, CallLimits, CallSession } from "../models/calls/call-desk.ts";
import type { Config, ProviderConfig } from "./schema.ts";
import type { Keys } from "./keys.ts";

export interface CallsOptions {
  readonly config: Config;
  readonly keys: Keys;
  readonly projectFolder: string;
  readonly userFolder: string;
  readonly onNote?: (text: string) => void;
}

/** The calls of one run. Nothing is opened before the first call. */
export interface CallsOfRun extends CallRunner {
  /** Undefined when nothing was called and nothing replayed. */
  bill(): Bill | undefined;
  billBefore(): Promise<BillBefore>;
  /** Room under the cap of this run for work that is not called through here; see `Budget`. */
  hold: CallSession["hold"];
}

export interface Calls {
  run(policy: SpendingPolicy): CallsOfRun;
  store(): Promise<CallStore>;
  prices(): Promise<readonly PriceRow[]>;
}

/** Everything that calls share in this process, made when the first one needs it. */
export function projectCalls(options: CallsOptions): Calls {
  let opened: Promise<{ readonly desk: CallDesk; readonly store: CallStore }> | undefined;
  let prices: readonly PriceRow[] | undefined;
  // read when the first one asks: most runs of most verbs call nothing
  const rows = async (): Promise<readonly PriceRow[]> => (prices ??= (await import("./prices.ts")).readPrices(options));
  const parts = (): Promise<{ readonly desk: CallDesk; readonly store: CallStore }> =>
    (opened ??= rows().then((known) => openDesk(options, known)));
  const file = join(options.projectFolder, ".firstfit", "calls.db");
  // leaves no file, and is forgotten: a run behind it keeps its calls
  const unwritten = async (): Promise<{ readonly desk: CallDesk }> => {
    const [known, { memoryCalls }] = await Promise.all([rows(), import("../stores/memory-calls.ts")]);
    return openDesk(options, known, memoryCalls());
  };
  return {
    prices: rows,
    store: async () => (await parts()).store,
    run(policy) {
      let session: CallSession | undefined;
      let opening: Promise<CallSession> | undefined;
      // one for all calls, also for those that begin at once: the cap and the bill are of the session
      const ready = (): Promise<CallSession> =>
        (opening ??= (policy.isDryRun && !existsSync(file) ? unwritten() : parts()).then(({ desk }) => (session = desk.session(policy))));
      return {
        run: async (call, context) => (await ready()).run(call, context),
        bill() {
          const bill = session?.bill();
          return bill === undefined || bill.calls + bill.replayed + bill.failedTries === 0 ? undefined : bill;
        },
        billBefore: async () => (await ready()).billBefore(),
        hold: async (usd, signal, kind) => await (await ready()).hold(usd, signal, kind),
      };
    },
  };
}

async function openDesk(
  { config, keys, projectFolder, onNote }: CallsOptions,
  rows: readonly PriceRow[],
  kept?: CallStore,
): Promise<{ readonly desk: CallDesk; readonly store: CallStore }> {
  const [{ callDesk, DEFAULT_LIMITS }, { systemClock }, { costBounds, costOf }] = await Promise.all([
    import("../models/calls/call-desk.ts"),
    import("../models/calls/clock.ts"),
    import("../models/prices/cost-of.ts"),
  ]);
  const store = kept ?? (await openStore(join(projectFolder, ".firstfit", "calls.db"), onNote));
  const observer = config.tracing === undefined || config.tracing === "off" ? undefined : await tracer(config.tracing);
  const desk = callDesk({
    store,
    clock: systemClock,
    pricing: {
      costOf: (call, usage, dateMs) => costOf(rows, call, usage, dateMs),
      bounds: (call, dateMs) => costBounds(rows, call, call.expected, dateMs),
    },
    limitsOf: (provider) => ({ ...DEFAULT_LIMITS, ...limitsIn(config.providers?.[provider]) }),
    redact: (text) => keys.redact(text),
    ...(observer === undefined ? {} : { observer }),
  });
  return { desk, store };
}

function limitsIn({ concurrency, requestsPerMinute, tokensPerMinute, deadlineSeconds }: ProviderConfig = {}): Partial<CallLimits> {
  return {
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
    ...(deadlineSeconds === undefined ? {} : { deadlineMs: deadlineSeconds * 1_000 }),
  };
}

async function openStore(file: string, onNote: CallsOptions["onNote"]): Promise<CallStore> {
  const { openSqliteCalls } = await import("../stores/sqlite-calls.ts");
  let store: CallStore;
  try {
    store = openSqliteCalls({ file, runId: randomUUID(), isAlive, ...(onNote === undefined ? {} : { onNote }) });
  } catch (error) {
    if (!(error instanceof FirstfitError) || error.code !== "INDEX_READ_ONLY") throw error;
    onNote?.(`${error.message} Calls of this run are not kept, and would be paid again.`);
    return (await import("../stores/memory-calls.ts")).memoryCalls();
  }
  const lost = store.takeLost();
  if (lost.length > 0) {
    const models = [...new Set(lost.map(({ provider, model }) => `${provider}/${model}`))].toSorted();
    onNote?.(
      `${lost.length} ${lost.length === 1 ? "call was" : "calls were"} in flight when an earlier run was killed (${models.join(", ")}); ${lost.length === 1 ? "it" : "each"} may have been billed without its answer being kept.`,
    );
  }
  return store;
}

/** Whether a process of this machine runs. One that is not ours still runs. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function tracer(tracing: "on" | "with-text") {
  const { openTelemetryObserver } = await import("../models/calls/telemetry.ts");
  return openTelemetryObserver({ withText: tracing === "with-text" });
}
