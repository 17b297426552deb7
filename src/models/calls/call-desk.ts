import type { Bill, BillBefore, SpendingPolicy } from "../../core/bill.ts";
import type { CallContext, CallResult, CallRunner, Cost, Json, ModelCall } from "../../core/calls.ts";
import type { CallStore } from "../../core/call-store.ts";
import type { Usage } from "../../core/answer.ts";
import { FirstfitError, ProviderError } from "../../core/errors.ts";
import { CallElsewhere, interrupted, performWithRetries } from "./attempts.ts";
import type { AttemptLimits, Performed } from "./attempts.ts";
import { breaker } from "./breaker.ts";
import type { Breaker, BreakerLimits } from "./breaker.ts";
import { budget } from "./budget.ts";
import type { Budget, Reservation } from "./budget.ts";
import type { Clock } from "./clock.ts";
import { callKey } from "./key.ts";
import { limiter } from "./limiter.ts";
import type { Limiter, ProviderLimits } from "./limiter.ts";
import type { CallObserver } from "./observer.ts";
import { plan } from "./plan.ts";
import type { Plan } from "./plan.ts";
import { PlannedCall } from "./planned-call.ts";
import { tally } from "./tally.ts";
import type { Tally } from "./tally.ts";

export interface CallLimits extends ProviderLimits, AttemptLimits, BreakerLimits {}

/** Eight at once is within the first tier of every service; what a plan allows beyond is for the configuration to say. */
export const DEFAULT_LIMITS: CallLimits = {
  concurrency: 8,
  attemptsMax: 6,
  backoffBaseMs: 500,
  backoffMaxMs: 30_000,
  retryAfterMaxMs: 60_000,
  deadlineMs: 600_000,
  failuresMax: 8,
  pauseMs: 30_000,
};

/** What calls cost. */
export interface Pricing {
  costOf(call: ModelCall, usage: Usage, dateMs: number): Cost;
  /** Of the call as it is expected: with no output, and with all. */
  bounds(call: ModelCall, dateMs: number): { readonly low: Cost; readonly high: Cost };
}

export interface CallDeskOptions {
  readonly store: CallStore;
  readonly pricing: Pricing;
  readonly clock: Clock;
  limitsOf(provider: string): CallLimits;
  /** Takes keys out of texts that people will read. */
  redact?(text: string): string;
  readonly observer?: CallObserver;
}

/** One run of a verb: what it calls, and what that comes to. */
export interface CallSession extends CallRunner {
  bill(): Bill;
  /** In a dry run: what would have been called. */
  billBefore(): BillBefore;
  /** Room under the cap for work that is not called through here. */
  hold: Budget["hold"];
}

/** Through which all calls of a process go: limits, breakers and calls in flight are shared by its sessions, caps and bills are not. */
export interface CallDesk {
  session(policy: SpendingPolicy): CallSession;
}

/** How often it is looked whether another process has kept the answer. */
const ELSEWHERE_MS = 200;

interface Provider {
  readonly limits: CallLimits;
  readonly limiter: Limiter;
  readonly breaker: Breaker;
}

interface Session {
  readonly policy: SpendingPolicy;
  readonly tally: Tally;
  readonly plan: Plan;
  readonly budget: Budget;
}

/**
 * Runs calls so that none that was recorded is made twice: a kept answer is replayed, and a call that is in flight in this process is
 * waited for. Errors are not kept. See CallRunner for what is thrown.
 */
export function callDesk(options: CallDeskOptions): CallDesk {
  const { clock } = options;
  const providers = new Map<string, Provider>();
  const providerOf = (name: string): Provider => {
    const known = providers.get(name);
    if (known !== undefined) return known;
    const limits = options.limitsOf(name);
    const made = { limits, limiter: limiter(limits, clock), breaker: breaker(name, limits, () => clock.monotonicMs()) };
    providers.set(name, made);
    return made;
  };
  const inFlight = new Map<string, Promise<CallResult>>();

  const run = async <Response extends Json>(call: ModelCall<Response>, context: Partial<CallContext>, session: Session) => {
    const { policy } = session;
    const signal = context.signal ?? new AbortController().signal;
    if (signal.aborted) throw interrupted(signal.reason);
    const key = callKey(call);
    const mayReplay = call.isKept !== false && policy.useCache && options.store.isOn;
    for (;;) {
      const kept = mayReplay ? options.store.find(key) : undefined;
      if (kept !== undefined) {
        const { response, usage, cost, latencyMs } = kept;
        if (policy.isDryRun) session.plan.hit();
        else session.tally.replayed(cost);
        // kept under the key of this very request, by a provider that returned a Response for it
        return { response: response as Response, usage, facts: { latencyMs, cost, replayed: true, retries: 0 } };
      }
      if (policy.isDryRun) {
        session.plan.add(call, options.pricing.bounds(call, clock.dateMs()));
        throw new PlannedCall(`${call.provider}/${call.model}`);
      }
      const other = mayReplay ? inFlight.get(key) : undefined;
      if (other !== undefined) {
        const joined = await joinedResult(other, signal);
        if (joined === undefined) continue;
        session.tally.replayed(joined.facts.cost);
        // as above: one key, one type of response
        return { ...joined, response: joined.response as Response, facts: { ...joined.facts, replayed: true } };
      }
      const held = await session.budget.reserve(call, options.pricing.bounds(call, clock.dateMs()).high, signal);
      // nobody waits for a call that waits for room itself: the room may be that of the one who waits
      if (mayReplay && (inFlight.has(key) || options.store.find(key) !== undefined)) {
        held.settle(undefined);
        continue;
      }
      const made = make(
        call,
        { signal, ...(context.onText === undefined ? {} : { onText: context.onText }) },
        { session, key, options, providerOf, mayReplay, held },
      );
      if (mayReplay) inFlight.set(key, made);
      try {
        return await made;
      } catch (error) {
        if (!(error instanceof CallElsewhere)) throw error;
      } finally {
        if (mayReplay) inFlight.delete(key);
      }
      if (options.store.find(key) === undefined) await clock.sleep(ELSEWHERE_MS, signal);
      if (signal.aborted) throw interrupted(signal.reason);
    }
  };

  return {
    session(policy) {
      const session: Session = { policy, tally: tally(), plan: plan(), budget: budget(policy.usdMax) };
      return {
        run: (call, context = {}) => run(call, context, session),
        bill: () => session.tally.bill(),
        billBefore: () => session.plan.bill(),
        hold: (usd, signal, kind) => session.budget.hold(usd, signal, kind),
      };
    },
  };
}

/** The result of a call that another one makes; undefined when that one was stopped by its own caller. Throws its error, and INTERRUPTED. */
async function joinedResult(other: Promise<CallResult>, signal: AbortSignal): Promise<CallResult | undefined> {
  const stopped = new Promise<"stopped">((resolve) => signal.addEventListener("abort", () => resolve("stopped"), { once: true }));
  try {
    const first = await Promise.race([other, stopped]);
    if (first === "stopped") throw interrupted(signal.reason);
    return first;
  } catch (error) {
    if (error instanceof CallElsewhere) return undefined;
    if (signal.aborted || !(error instanceof FirstfitError)) throw error;
    if (error.code === "INTERRUPTED" || error.code === "CAP_REACHED") return undefined;
    throw error;
  }
}

interface Making {
  readonly session: Session;
  readonly key: string;
  /** An answer that another process is about to keep is as good as one of our own. */
  readonly mayReplay: boolean;
  /** Room under the caps for this call. */
  readonly held: Reservation;
  readonly options: CallDeskOptions;
  providerOf(name: string): Provider;
}

async function make<Response extends Json>(
  call: ModelCall<Response>,
  context: CallContext,
  { session, key, mayReplay, options, providerOf, held }: Making,
): Promise<CallResult<Response>> {
  const { store, clock } = options;
  const { operation, provider, model, repeat } = call;
  const observed = options.observer?.(call);
  try {
    const result = await performWithRetries(call, context, {
      ...providerOf(provider),
      clock,
      journal: {
        begin() {
          const started = { key, operation, provider, model, repeat, startedAtMs: clock.dateMs() };
          const row = mayReplay ? store.beginAlone(started) : store.begin(started);
          if (row === "elsewhere") throw new CallElsewhere();
          return row;
        },
        failed(row, { code, maybeBilled }) {
          store.fail(row, { code, maybeBilled });
          session.tally.failedTry(maybeBilled);
          // after an interruption nothing more is called that a cap could stop
          if (maybeBilled && !context.signal.aborted) held.lost();
        },
        answered: (performed: Performed<Response>) => keep(call, performed, { session, options, held }),
      },
    });
    observed?.({ kind: "answered", ...result });
    return result;
  } catch (error) {
    held.settle(undefined);
    if (error instanceof CallElsewhere) throw error;
    const shown = redacted(error, options.redact);
    observed?.({
      kind: "failed",
      code: shown instanceof FirstfitError ? shown.code : "INTERNAL",
      message: shown instanceof Error ? shown.message : String(shown),
    });
    throw shown;
  }
}

function keep<Response extends Json>(
  call: ModelCall<Response>,
  { row, response, usage, isFlawed, latencyMs, retries }: Performed<Response>,
  { session, options, held }: { readonly session: Session; readonly options: CallDeskOptions; readonly held: Reservation },
): CallResult<Response> {
  const cost = options.pricing.costOf(call, usage, options.clock.dateMs());
  held.settle(cost);
  session.tally.answered(usage, cost);
  // A server that says a key back must not get it written down here.
  const isKept = call.isKept !== false && !isFlawed && session.policy.useCache && options.store.isOn && !holdsKey(response, options.redact);
  options.store.complete(row, { ...(isKept ? { response } : {}), usage, cost, latencyMs });
  return { response, usage, facts: { latencyMs, cost, replayed: false, retries } };
}

function holdsKey(response: Json, redact: CallDeskOptions["redact"]): boolean {
  if (redact === undefined) return false;
  const text = JSON.stringify(response);
  return redact(text) !== text;
}

/** The same error without keys in its texts; its cause stays away, too, when it could hold one. */
function redacted(error: unknown, redact: CallDeskOptions["redact"]): unknown {
  if (redact === undefined || !(error instanceof FirstfitError)) return error;
  const [message, fix] = [redact(error.message), redact(error.fix)];
  const causes = error.cause instanceof Error ? `${error.cause.message}\n${error.cause.stack ?? ""}` : String(error.cause);
  const isClean = redact(causes) === causes;
  if (message === error.message && isClean) return error;
  const cause = isClean ? error.cause : undefined;
  if (!(error instanceof ProviderError)) return new FirstfitError(error.code, message, fix, { cause });
  const { code, provider, status, retryAfterMs, maybeBilled } = error;
  return new ProviderError(code, message, fix, {
    provider,
    maybeBilled,
    cause,
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
