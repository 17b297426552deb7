import type { Usage } from "./answer.ts";
import type { CallOperation, Cost, Json } from "./calls.ts";

/** What is written down before a call is sent. */
export interface StartedCall {
  /** SHA-256, hex, of all that decides the response. */
  readonly key: string;
  readonly operation: CallOperation;
  readonly provider: string;
  readonly model: string;
  readonly repeat: number;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
}

/** A call that ended with an answer. */
export interface AnsweredCall {
  /** Absent where the response is not kept. */
  readonly response?: Json;
  readonly usage: Usage;
  readonly cost: Cost;
  readonly latencyMs: number;
}

/** A call that ended without one. Its message is not written down: a provider's error text may repeat what it was sent. */
export interface FailedCall {
  readonly code: string;
  /** The provider may have done, and billed, what was asked. */
  readonly maybeBilled: boolean;
}

export type KeptCall = AnsweredCall & { readonly response: Json };

/** What the store holds. */
export interface CallStatistics {
  readonly file: string;
  readonly bytes: number;
  readonly isOn: boolean;
  /** Calls whose response is kept. */
  readonly responses: number;
  /** Calls that were answered, kept or not. */
  readonly answered: number;
  readonly failed: number;
  /** Failed or lost calls that may have been billed. */
  readonly maybeBilled: number;
  /** Begun by a process that ended before they did. */
  readonly lost: number;
  readonly inFlight: number;
  /** Of the answered calls, as they were made. */
  readonly cost: Cost;
  readonly byModel: readonly ModelCalls[];
}

export interface ModelCalls {
  readonly provider: string;
  readonly model: string;
  readonly answered: number;
  readonly cost: Cost;
}

/**
 * Remembers calls, append-only: a line when a call starts and one when it ends, so that after a power cut it is known which calls
 * were in flight. Several processes may use one store at once. Every line is on the disk when the method returns.
 */
export interface CallStore {
  /** False: responses are neither read nor kept; that calls were made is still recorded. */
  readonly isOn: boolean;
  /** The latest answer that is kept under the key and can be read. A damaged one is as if it were not there. */
  find(key: string): KeptCall | undefined;
  /** Returns the number by which the call is ended. */
  begin(call: StartedCall): number;
  /** As `begin`, unless its answer is kept by now, or the same call is in flight in another living process of this machine: that answer is worth waiting for. */
  beginAlone(call: StartedCall): number | "elsewhere";
  complete(call: number, answer: AnsweredCall): void;
  fail(call: number, failure: FailedCall): void;
  /** Calls that a process left behind when it died, each told once: after this they count as lost. */
  takeLost(): readonly StartedCall[];
  statistics(): CallStatistics;
  /** Deletes all responses, or those of a model, and returns how many. What was called and what it cost stays. */
  clear(of?: Pick<StartedCall, "provider" | "model">): number;
  /** Of which version of each model the kept answers are, by "provider/model", where it was noted. */
  versions(): Readonly<Record<string, string>>;
  /** From now on, answers of these models are of these versions; of all others it stays as it was. */
  noteVersions(versions: Readonly<Record<string, string>>): void;
  /** Holds for all processes, until it is switched again. */
  switch(to: "on" | "off"): void;
  close(): void;
}
