import { isFields } from "../case-fields.ts";
import type { Fields } from "../json-objects.ts";
import { given, inputOf, textOf } from "./messages.ts";
import { callsIn, goesOnAfterTool, offeredTools } from "./tools.ts";

/**
 * A logged request to Anthropic's or OpenAI's interface as a case to be reviewed: the request itself, or under `request`, `body` or
 * `params` (batches), with the answer under `response`. What was answered is kept in the metadata, and so are the tools; calls that were made are what
 * the case expects until a person says otherwise. Undefined when nothing was asked, and where a tool's result is handed back.
 */
export function fromRequestLog(row: Fields): Fields | undefined {
  const request = [row["request"], row["body"], row["params"], row].find(
    (each): each is Fields => isFields(each) && (each["messages"] !== undefined || each["input"] !== undefined),
  );
  if (request === undefined) return undefined;
  const messages = request["messages"] ?? request["input"];
  const input = inputOf(messages, request["system"] ?? request["instructions"]);
  if (input === undefined || goesOnAfterTool(messages)) return undefined;
  const answer = answerOf(row["response"] ?? row["completion"]);
  return logged(
    row["custom_id"] ?? row["request_id"] ?? row["id"],
    input,
    answer.calls,
    given({ model: request["model"], output: answer.text, functions: offeredTools(request["tools"]) }),
  );
}

interface LoggedAnswer {
  readonly text: string | undefined;
  readonly calls: ReturnType<typeof callsIn>;
}

/** Of a message, a chat completion or a response. */
function answerOf(response: unknown): LoggedAnswer {
  if (typeof response === "string") return { text: response, calls: [] };
  if (!isFields(response)) return { text: undefined, calls: [] };
  // a line of a batch's results has the message under `result`
  const inner = [response["body"], response["message"]].find(isFields) ?? response;
  const [choice] = Array.isArray(inner["choices"]) ? (inner["choices"] as readonly unknown[]) : [];
  const message = isFields(choice) && isFields(choice["message"]) ? choice["message"] : undefined;
  const outputs = Array.isArray(inner["output"]) ? inner["output"].filter(isFields) : [];
  const text =
    message === undefined
      ? textOf(inner["content"]) ||
        outputs
          .map((each) => textOf(each["content"]))
          .filter((each) => each !== "")
          .join("\n")
      : textOf(message["content"]);
  const calls = message === undefined ? [...callsIn(inner["content"]), ...callsIn(outputs)] : callsIn(message["tool_calls"]);
  return { text: text === "" ? undefined : text, calls };
}

/**
 * Spans of OpenTelemetry's generative AI conventions (schema 1.42) as cases: those with `gen_ai.input.messages`, in OTLP's JSON (`resourceSpans`), or one span a
 * row with its attributes as a list or an object. Spans of other operations are passed over, and those that hand a tool's result back.
 */
export function fromOtelSpans(row: Fields): readonly Fields[] {
  const spans = row["resourceSpans"] === undefined ? [row] : nested(row, ["resourceSpans", "scopeSpans", "spans"]);
  return spans.flatMap((span) => {
    const attributes = withEvents(span);
    const messages = json(attributes["gen_ai.input.messages"]);
    const input = inputOf(messages, json(attributes["gen_ai.system_instructions"]));
    if (input === undefined || goesOnAfterTool(messages)) return [];
    const answers = [json(attributes["gen_ai.output.messages"])].flat().filter(isFields);
    const output = answers
      .map((answer) => textOf(answer["parts"] ?? answer["content"]))
      .filter((text) => text !== "")
      .join("\n");
    const context = isFields(span["context"]) ? span["context"] : {};
    return [
      logged(
        span["spanId"] ?? span["span_id"] ?? context["span_id"] ?? context["spanId"],
        input,
        answers.flatMap((answer) => [...callsIn(answer["parts"] ?? answer["content"]), ...callsIn(answer["tool_calls"])]),
        given({
          model: attributes["gen_ai.request.model"],
          conversation: attributes["gen_ai.conversation.id"],
          output: output === "" ? undefined : output,
          functions: offeredTools(json(attributes["gen_ai.tool.definitions"])),
        }),
      ),
    ];
  });
}

function logged(id: unknown, input: unknown, calls: LoggedAnswer["calls"], metadata: Fields): Fields {
  return given({
    id: typeof id === "string" || typeof id === "number" ? id : undefined,
    input,
    expected_calls: calls.length === 0 ? undefined : calls,
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
  return Object.fromEntries(attributes.filter(isFields).map(({ key, value }) => [String(key), anyValue(value)]));
}

/** A value of OTLP's JSON, which names its type: https://github.com/open-telemetry/opentelemetry-proto (common.proto, AnyValue). */
function anyValue(value: unknown): unknown {
  if (!isFields(value)) return value;
  const [type = "", inner] = Object.entries(value)[0] ?? [];
  const values = isFields(inner) && Array.isArray(inner["values"]) ? inner["values"] : [];
  if (type === "arrayValue") return values.map(anyValue);
  if (type === "kvlistValue") return attributesOf(values);
  return type === "intValue" ? Number(inner) : inner;
}

/** Attributes of a span; where the messages stand in its events, as earlier schemas and content on events have it, those of the events too. */
function withEvents(span: Fields): Fields {
  const own = attributesOf(span["attributes"]);
  if (own["gen_ai.input.messages"] !== undefined || !Array.isArray(span["events"])) return own;
  const events = span["events"]
    .filter(isFields)
    .map((event) => ({ name: String(event["name"]), fields: attributesOf(event["attributes"]) }));
  const details = events.find(({ fields }) => fields["gen_ai.input.messages"] !== undefined);
  if (details !== undefined) return { ...own, ...details.fields };
  const input = events.flatMap(({ name, fields }) => {
    const role = /^gen_ai\.(system|user|assistant|tool)\.message$/.exec(name)?.[1];
    return role === undefined ? [] : [{ role, ...fields }];
  });
  const output = events
    .filter(({ name }) => name === "gen_ai.choice")
    .map(({ fields }) => {
      const message = json(fields["message"]);
      return isFields(message) ? message : fields;
    });
  return input.length === 0 ? own : { ...own, "gen_ai.input.messages": input, "gen_ai.output.messages": output };
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
