import { isFields } from "../case-fields.ts";
import type { Fields } from "../json-objects.ts";
import { reference, textsOf } from "./expected.ts";
import { given, inputOf } from "./messages.ts";

/** A row of OpenAI evals: `{input: messages, ideal: text or texts}`, where examples stand as system messages with the name of a role, or `{item: {...}}` of the hosted form with an input and an expected answer by any usual name. */
export function fromOpenAiEvals(row: Fields): Fields {
  const item = isFields(row["item"]) ? row["item"] : row;
  const input = first(item, ["input", "question", "prompt", "query", "messages"]);
  const ideal = first(item, ["ideal", "expected", "ground_truth", "answer", "reference", "label", "correct_label"]);
  return given({
    id: item["id"],
    input: inputOf(input),
    ...reference(textsOf(ideal)),
    metadata: isFields(item["metadata"]) ? item["metadata"] : undefined,
  });
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** A sample of Inspect: `{input, choices, target, id, metadata}`. Choices are put under the question by letter, as its multiple-choice solver does; any of several targets is right. */
export function fromInspect(row: Fields): Fields {
  const input = inputOf(row["input"]);
  const choices = textsOf(row["choices"] ?? []);
  const listed = choices.map((choice, at) => `${LETTERS[at] ?? at + 1}) ${choice}`).join("\n");
  const targets = textsOf(row["target"] ?? []);
  return given({
    id: row["id"],
    input: typeof input === "string" && choices.length > 0 ? `${input}\n\n${listed}\n\nAnswer with the letter alone.` : input,
    ...(choices.length > 0 && targets.length > 0
      ? { expected_exact: targets.flatMap((letter) => [letter, `${letter})`, `${letter}.`]) }
      : reference(targets)),
    metadata: isFields(row["metadata"]) ? row["metadata"] : undefined,
  });
}

function first(item: Fields, names: readonly string[]): unknown {
  const name = names.find((each) => item[each] !== undefined && item[each] !== null);
  return name === undefined ? undefined : item[name];
}
