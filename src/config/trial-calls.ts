import { AsyncLocalStorage } from "node:async_hooks";
import type { CallFacts, CallRunner, Cost } from "../core/calls.ts";
import { ProviderError } from "../core/errors.ts";
import { costSum } from "../core/cost-sum.ts";

/** What the calls of one piece of work came to, and how long it took. */
export interface Metered<T> {
  readonly value: T;
  /** As if every call had taken what it took when it was made first: neither waiting for a turn nor a kept answer changes it. */
  readonly latencyMs: number;
  readonly calls: number;
  /** Of the calls, as they were made first; known and zero without any. */
  readonly cost: Cost;
}

const running = new AsyncLocalStorage<TrialMeter>();

/**
 * Counts the calls that `work` makes through a runner of `trialCalls`, and no others: pieces of work that run at the same time do not mix, and what is
 * called after it has ended, such as a judge's calls, is not its own. With `repeat` its completions are asked as that repeat, for work that does not
 * do so itself. Throws what `work` throws.
 */
export async function metered<T>(work: () => Promise<T>, repeat = 0): Promise<Metered<T>> {
  const meter = new TrialMeter(repeat);
  const value = await running.run(meter, work);
  return { value, ...meter.end() };
}

/** The same runner, whose calls are counted for the piece of work that makes them. */
export function trialCalls(calls: CallRunner): CallRunner {
  return {
    async run(call, context) {
      const meter = running.getStore();
      if (meter === undefined) return await calls.run(call, context);
      const ended = meter.begin();
      // what an embedder or a reranker says is the same however often it is asked
      const asked = meter.repeat > 0 && call.operation === "complete" ? { ...call, repeat: call.repeat + meter.repeat } : call;
      try {
        const result = await calls.run(asked, context);
        ended({ kind: "answered", facts: result.facts });
        return result;
      } catch (error) {
        ended({ kind: "failed", maybeBilled: error instanceof ProviderError && error.maybeBilled });
        throw error;
      }
    },
  };
}

type CallEnd =
  | { readonly kind: "answered"; readonly facts: Pick<CallFacts, "latencyMs" | "cost"> }
  | { readonly kind: "failed"; readonly maybeBilled: boolean };

/**
 * A clock that goes on with the real one while no call is under way, and that a call moves on by its original latency. A call begins at what the clock
 * shows then, so calls at the same time count once, and calls one after the other each.
 */
class TrialMeter {
  readonly repeat: number;
  readonly #costs = costSum();
  #calls = 0;
  #inFlight = 0;
  #nowMs = 0;
  #seenMs = performance.now();

  constructor(repeat: number) {
    this.repeat = repeat;
  }

  begin(): (end: CallEnd) => void {
    this.#tick();
    const [startedMs, realMs] = [this.#nowMs, performance.now()];
    this.#inFlight += 1;
    this.#calls += 1;
    return (end) => {
      const latencyMs = end.kind === "answered" ? end.facts.latencyMs : performance.now() - realMs;
      this.#nowMs = Math.max(this.#nowMs, startedMs + latencyMs);
      this.#inFlight -= 1;
      this.#seenMs = performance.now();
      if (end.kind === "answered") this.#costs.add(end.facts.cost);
      else if (end.maybeBilled) this.#costs.add({ kind: "unknown", reason: "a call that failed may have been billed" });
    };
  }

  end(): Omit<Metered<unknown>, "value"> {
    this.#tick();
    return { latencyMs: Math.round(this.#nowMs * 1000) / 1000, calls: this.#calls, cost: this.#costs.sum() };
  }

  #tick(): void {
    const realMs = performance.now();
    if (this.#inFlight === 0) this.#nowMs += realMs - this.#seenMs;
    this.#seenMs = realMs;
  }
}
