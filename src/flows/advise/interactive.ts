import type { Asker } from "../../core/ask.ts";
import type { RowId, StatedNumbers } from "../../core/advice.ts";
import { numbersIn } from "./numbers.ts";
import { plainText } from "./signals.ts";

interface Choice {
  readonly says: string;
  readonly to: Question | RowId;
}
interface Question {
  readonly asks: string;
  /** At most nine: they are chosen by a digit. */
  readonly choices: readonly Choice[];
}

const KNOWLEDGE: Question = {
  asks: "What does it not know?",
  choices: [
    { says: "What only we have written down, and there is no search over it yet", to: "own-knowledge" },
    { says: "There is a search over our documents, and it brings the wrong places", to: "wrong-passages" },
    { says: "What happened lately, or changes by the day", to: "current-events" },
    { says: "What we worked out before; it should be kept and built upon", to: "growing-wiki" },
    { says: "It states untrue things with confidence", to: "makes-things-up" },
  ],
};

const VOLUME: Question = {
  asks: "Is it one narrow task, again and again?",
  choices: [
    { says: "No, it does many things", to: "cheaper-faster" },
    { says: "Yes, and the large model does it well: a small one should copy it", to: "small-student" },
    { says: "Yes, millions of times, on a small model; prompts are exhausted, thousands of labels exist", to: "same-task-millions" },
    { says: "Yes, and the result is one of a few labels or a single field", to: "plain-labels" },
  ],
};

const TREE: Question = {
  asks: "What is the trouble?",
  choices: [
    {
      says: "The output is not as we want it",
      to: {
        asks: "What is wrong with it?",
        choices: [
          { says: "It is generic, vague or off target", to: "better-prompt" },
          { says: "One definite thing should always or never be in it", to: "fixed-habit" },
          { says: "It does not sound like us, or differs from run to run", to: "brand-voice" },
          { says: "A program reads it, and it does not always parse", to: "structured-output" },
          { says: "A rare notation comes out wrong although examples and a grammar were tried", to: "stubborn-format" },
          { says: "The problems are very hard, few, and much is at stake", to: "hardest-problems" },
        ],
      },
    },
    { says: "It does not know something, or makes it up", to: KNOWLEDGE },
    {
      says: "It is too dear or too slow",
      to: {
        asks: "Where does it run?",
        choices: [
          { says: "At a provider", to: VOLUME },
          { says: "On our own machines, and it does not fit or is slow", to: "shrink-a-local-model" },
        ],
      },
    },
    { says: "The data may not leave", to: "privacy" },
    { says: "Only a label or one field is wanted", to: "plain-labels" },
    { says: "Somebody wants to buy a vector database", to: "vector-database" },
    { says: "Somebody wants to build a model of our own", to: "own-model" },
  ],
};

export interface Walked {
  readonly row: RowId;
  /** The answers, one after the other. */
  readonly claim: string;
  readonly stated: StatedNumbers;
}

const CALLS = "How many calls a month? (a number such as 5,000 or 2M, or Enter) ";
const EXAMPLES = "How many labelled examples are there? (a number, or Enter) ";
/** Who types something else three times does not mean a number. */
const TRIES_MAX = 3;

/** Walks the decision tree by questions. Undefined when the person left before a row was reached. */
export async function walkTree(ask: Asker): Promise<Walked | undefined> {
  const said: string[] = [];
  let at: Question | RowId = TREE;
  while (typeof at !== "string") {
    const { asks, choices }: Question = at;
    ask.say([asks, ...choices.map(({ says }, i) => `  ${i + 1}  ${says}`)].join("\n"));
    const key = await ask.key("Which? (q quits) ", [...choices.map((_, i) => String(i + 1)), "q"]);
    const choice: Choice | undefined = key === undefined || key === "q" ? undefined : choices[Number(key) - 1];
    if (choice === undefined) return undefined;
    said.push(choice.says);
    at = choice.to;
  }
  const callsMonth = await numberFrom(ask, CALLS);
  const examples = await numberFrom(ask, EXAMPLES);
  return {
    row: at,
    claim: `${said.join(". ")}.`,
    stated: { ...(callsMonth === undefined ? {} : { callsMonth }), ...(examples === undefined ? {} : { examples }) },
  };
}

async function numberFrom(ask: Asker, prompt: string): Promise<number | undefined> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const line = plainText((await ask.line(prompt)) ?? "");
    if (line === "") return undefined;
    const [number] = numbersIn(line);
    if (number !== undefined) return Math.round(number.value);
    ask.say("That is no number: type one in digits, or Enter to leave it open.");
  }
  return undefined;
}
