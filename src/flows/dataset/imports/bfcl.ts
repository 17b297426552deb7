import { isFields } from "../case-fields.ts";
import type { Fields } from "../json-objects.ts";

/**
 * A row of the Berkeley Function Calling Leaderboard as a case: `question` with `ground_truth` beside it (BFCL keeps the two in files of one name;
 * `withGold` joins them), or `messages` with `expected`. Accepted values become `any_of`, an accepted "" an argument that may be left out, and the
 * lists within a dictionary the same once more. Irrelevance rows expect no call.
 */
export function fromBfcl(row: Fields): Fields {
  const turns = row["question"] ?? row["messages"];
  const gold = row["ground_truth"] ?? row["expected"];
  const functions = row["function"] ?? row["functions"];
  const messages = Array.isArray(turns) && Array.isArray(turns[0]) ? turns[0] : turns;
  const expectsNone = row["expect_call"] === false || (!Array.isArray(gold) && String(row["id"]).includes("irrelevance"));
  return {
    id: row["id"],
    input: onlyText(messages),
    ...(expectsNone
      ? { expected_tool: false }
      : Array.isArray(gold)
        ? { expected_calls: gold.map((call) => expectedCall(call, functions)) }
        : {}),
    tags: ["tool-call", ...(typeof row["category"] === "string" ? [row["category"]] : [])],
    metadata: { functions },
  };
}

/** One user message is a text. */
function onlyText(messages: unknown): unknown {
  if (!Array.isArray(messages) || messages.length !== 1 || !isFields(messages[0])) return messages;
  return messages[0]["role"] === "user" ? messages[0]["content"] : messages;
}

function expectedCall(call: unknown, functions: unknown): Fields {
  const [name, args] = Object.entries(isFields(call) ? call : {})[0] ?? ["", {}];
  const described = Array.isArray(functions)
    ? functions.find((each): each is Fields => isFields(each) && each["name"] === name)
    : undefined;
  return { tool: name, args: acceptedArguments(args, described?.["parameters"]) };
}

function acceptedArguments(args: unknown, schema: unknown): Fields {
  const properties = isFields(schema) && isFields(schema["properties"]) ? schema["properties"] : {};
  return Object.fromEntries(
    Object.entries(isFields(args) ? args : {}).map(([name, accepted]) => {
      const values: readonly unknown[] = Array.isArray(accepted) ? accepted : [accepted];
      const given = values.filter((value) => value !== "");
      const any_of = (given.length === 0 ? values : given).map((value) => acceptedValue(value, properties[name]));
      return [name, { any_of, ...(values.includes("") ? { optional: true } : {}) }];
    }),
  );
}

/** A dictionary holds lists of accepted values in its turn; so do those in an array. */
function acceptedValue(value: unknown, schema: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => acceptedValue(item, isFields(schema) ? schema["items"] : undefined));
  return isFields(value) && Object.values(value).every(Array.isArray) ? acceptedArguments(value, schema) : value;
}

/** A conversation in which the user speaks again after the tools were called; what is right then hangs on what they did. */
export function hasSeveralTurns({ question }: Fields): boolean {
  return Array.isArray(question) && question.length > 1 && question.every(Array.isArray);
}

/** What is right of each id, from a file of BFCL's `possible_answer`. */
export function goldById(rows: readonly Fields[]): ReadonlyMap<unknown, unknown> {
  return new Map(rows.flatMap((row) => (row["ground_truth"] === undefined ? [] : [[row["id"], row["ground_truth"]] as const])));
}

/** A question with what is right beside it. */
export function withGold(row: Fields, gold: ReadonlyMap<unknown, unknown>): Fields {
  const right = gold.get(row["id"]);
  return right === undefined ? row : { ...row, ground_truth: right };
}
