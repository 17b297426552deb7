import { isFields } from "../case-fields.ts";
import type { Fields } from "../json-objects.ts";
import { given, inputOf, textOf } from "./messages.ts";

/**
 * A logged request to Anthropic's or OpenAI's interface as a case without an expectation, to be reviewed: the request itself, or under `request`, `body` or
 * `params` (batches), with the answer under `response`. What was answered is kept in the metadata. Undefined when nothing was asked.
 */
export function fromRequestLog(row: Fields): Fields | undefined {
  const request = [row["request"], row["body"], row["params"], row].find(
    (each): each is Fields => isFields(each) && (each["messages"] !== undefined || each["input"] !== undefined),
  );
  if (request === undefined) return undefined;
  const input = inputOf(request["messages"] ?? request["input"], request["system"] ?? request["instructions"]);
  const answer = answerOf(row["response"] ?? row["completion"]);
  return input === undefined
    ? undefined
    : logged(row["custom_id"] ?? row["request_id"] ?? row["id"], input, given({ model: request["model"], output: answer }));
}

/** The text that was answered, of a message, a chat completion or a response. */
function answerOf(response: unknown): string | undefined {
  if (typeof response === "string") return response;
  if (!isFields(response)) return undefined;
  const body = isFields(response["body"]) ? response["body"] : response;
  const [choice] = Array.isArray(body["choices"]) ? (body["choices"] as readonly unknown[]) : [];
  const message = isFields(choice) && isFields(choice["message"]) ? choice["message"] : undefined;
  const outputs = Array.isArray(body["output"]) ? body["output"].filter(isFields) : [];
  const text =
    message === undefined
      ? textOf(body["content"]) || outputs.map((each) => textOf(each["content"])).join("\n")
      : textOf(message["content"]);
  return text === "" ? undefined : text;
}

/**
 * Spans of OpenTelemetry's generative AI conventions (schema 1.42) as cases: those with `gen_ai.input.messages`, in OTLP's JSON (`resourceSpans`), or one span a
 * row with its attributes as a list or an object. Spans of other operations are passed over.
 */
export function fromOtelSpans(row: Fields): readonly Fields[] {
  const spans = row["resourceSpans"] === undefined ? [row] : nested(row, ["resourceSpans", "scopeSpans", "spans"]);
  return spans.flatMap((span) => {
    const attributes = attributesOf(span["attributes"]);
    const input = inputOf(json(attributes["gen_ai.input.messages"]), json(attributes["gen_ai.system_instructions"]));
    if (input === undefined) return [];
    const [answer] = [json(attributes["gen_ai.output.messages"])].flat() as readonly unknown[]; // a list of messages, or nothing
    const output = isFields(answer) ? textOf(answer["parts"] ?? answer["content"]) : "";
    const id = span["spanId"] ?? span["span_id"];
    return [
      logged(
        id,
        input,
        given({
          model: attributes["gen_ai.request.model"],
          conversation: attributes["gen_ai.conversation.id"],
          output: output === "" ? undefined : output,
        }),
      ),
    ];
  });
}

function logged(id: unknown, input: unknown, metadata: Fields): Fields {
  return given({
    id: typeof id === "string" || typeof id === "number" ? id : undefined,
    input,
    source: "log",
    review: "unreviewed",
    metadata,
  });
}

function nested(from: Fields, [name, ...rest]: readonly string[]): readonly Fields[] {
  const list = name === undefined ? [] : from[name];
  const items = Array.isArray(list) ? list.filter(isFields) : [];
  return rest.length === 0 ? items : items.flatMap((item) => nested(item, rest));
}

function attributesOf(attributes: unknown): Fields {
  if (!Array.isArray(attributes)) return isFields(attributes) ? attributes : {};
  return Object.fromEntries(
    attributes
      .filter(isFields)
      .map(({ key, value }) => [String(key), isFields(value) ? (value["stringValue"] ?? Object.values(value)[0]) : value]),
  );
}

/** Messages are logged as JSON within a text, or as they are. */
function json(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    // a text that is no JSON is the message itself
    return value;
  }
}
