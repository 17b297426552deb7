import type { DecisionRow, Move, StatedNumbers } from "../../core/advice.ts";
import { amount } from "./cost.ts";

/** What stated figures change in an answer. */
export interface RuleOutcome {
  /** In place of the row's own; absent: as the row says. */
  readonly move?: Move;
  /** In place of the row's own sentence, which would say the opposite. */
  readonly say?: string;
  readonly sentences: readonly string[];
  /** Terms that come in beside the row's. */
  readonly mechanisms: readonly string[];
}

const LABELS_MIN = 1_000;
const VOLUME_MIN = 100_000;
const NO_DATABASE_BELOW = 100_000;
const SCAN_TO = 1_000_000;

/** The rules on stated figures: labels and volume for training, change rate and size for retrieval, chunks for a database, privacy for everything. */
export function rulesFor(row: DecisionRow, stated: StatedNumbers): RuleOutcome {
  const outcomes = [training(row, stated), knowledge(row, stated), database(row, stated), privacy(row, stated), latency(stated)];
  const move = outcomes.find((outcome) => outcome?.move !== undefined)?.move;
  const say = outcomes.find((outcome) => outcome?.say !== undefined)?.say;
  return {
    ...(move === undefined ? {} : { move }),
    ...(say === undefined ? {} : { say }),
    sentences: outcomes.flatMap((outcome) => outcome?.sentences ?? []),
    mechanisms: outcomes.flatMap((outcome) => outcome?.mechanisms ?? []),
  };
}

type Outcome = Partial<RuleOutcome> | undefined;

function training({ move }: DecisionRow, { examples, callsMonth }: StatedNumbers): Outcome {
  if (move !== "fine-tune" && move !== "distill") return undefined;
  if (move === "fine-tune" && examples !== undefined && examples < LABELS_MIN)
    return {
      move: "prompt",
      say: `You state ${amount(examples)} labelled examples, and gate 3 asks for ${amount(LABELS_MIN)}: stay with the prompt and its five best examples until they are there, and fine-tune only then.`,
    };
  if (callsMonth !== undefined && callsMonth < VOLUME_MIN)
    return { sentences: [`At ${amount(Math.round(callsMonth))} calls a month training is seldom paid back.`] };
  return undefined;
}

function knowledge({ move }: DecisionRow, { changes, chunks }: StatedNumbers): Outcome {
  if (move !== "retrieve") return undefined;
  if (changes !== undefined && changes !== "never" && changes !== "yearly")
    return { sentences: [`Your texts change ${changes}: an index follows in minutes, and a trained model would be old each time.`] };
  if (chunks !== undefined && chunks <= 100)
    return {
      sentences: [`With ${amount(chunks)} pages or so, try the whole text in a cached prompt beside retrieval: it may fit.`],
      mechanisms: ["prompt caching"],
    };
  return undefined;
}

function database({ move }: DecisionRow, { chunks }: StatedNumbers): Outcome {
  if (move !== "vector-database" || chunks === undefined) return undefined;
  if (chunks < NO_DATABASE_BELOW) return { sentences: [`You state about ${amount(chunks)}: that is far from needing one.`] };
  if (chunks <= SCAN_TO)
    return { sentences: [`You state about ${amount(chunks)}: an exact scan still does it, and pgvector where you run Postgres anyway.`] };
  return {
    say: `You state about ${amount(chunks)} chunks: at that size a dedicated vector database is right, so compare two on your own searches.`,
  };
}

function privacy({ move }: DecisionRow, { isPrivate }: StatedNumbers): Outcome {
  if (isPrivate !== true || move === "local-model") return undefined;
  return { sentences: ["Since your data may not leave, do it with a local quantized model."], mechanisms: ["local model"] };
}

function latency({ latencyMs }: StatedNumbers): Outcome {
  if (latencyMs === undefined) return undefined;
  return { sentences: [`You state ${amount(latencyMs)} ms: put it into the bar as the 95th percentile, and not as a mean.`] };
}
