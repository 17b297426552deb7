import type { CandidateOutput } from "../../core/evaluation.ts";
import type { HttpCandidate } from "../candidate-schema.ts";
import { jsonPath, lookUp, pathText, shapeOf } from "./json-path.ts";
import type { JsonPath } from "./json-path.ts";
import { isRecord } from "./records.ts";
import { asOutputText, citationsOf, toolCallsOf, usageOf } from "./reply-fields.ts";

/** Reads what a server answered. One reader serves all trials of a candidate. */
export interface ReplyReader {
  /** A whole body. Throws what `fail` makes. */
  whole(value: unknown): CandidateOutput;
  /** The values of a stream, in order. */
  stream(): StreamReader;
}

export interface StreamReader {
  push(value: unknown): void;
  end(): CandidateOutput;
}

export interface ReplyContext {
  /** The candidate. */
  readonly name: string;
  /** An error of its protocol: "answered without …". */
  fail(what: string): Error;
  /** Told once which part of a reply was taken for the output, where that was not said. */
  readonly onNote?: (text: string) => void;
}

/** Where the output usually stands, most telling first. */
const USUAL: readonly string[] = [
  "output",
  "answer",
  "text",
  "response",
  "reply",
  "result",
  "completion",
  "content",
  "output_text",
  "generated_text",
  "message.content",
  "choices.0.message.content",
  "choices.0.text",
  "content.0.text",
  "output.text",
  "response.text",
  "result.text",
  "data.output",
  "data.text",
  "data.answer",
  "0.generated_text",
  "message",
];
const USUAL_IN_STREAM: readonly string[] = ["choices.0.delta.content", "delta.text", "delta.content", "delta", "message.content", ...USUAL];
const USUAL_CALLS: readonly string[] = ["toolCalls", "tool_calls", "choices.0.message.tool_calls", "message.tool_calls"];

type Field = "output" | "toolCalls" | "usage" | "citations" | "abstained" | "cost" | "latencyMs";
type Paths = Readonly<Partial<Record<Field, JsonPath>>>;

/** Throws BAD_CONFIG for what is no path. */
export function replyReader(config: HttpCandidate, context: ReplyContext): ReplyReader {
  const said = (["output", "toolCalls", "usage", "citations", "abstained", "cost", "latencyMs"] as const).flatMap((field) => {
    const path = config[field];
    return path === undefined ? [] : [[field, jsonPath(path, `\`${field}\` of the candidate ${context.name}`)] as const];
  });
  let paths: Paths = Object.fromEntries(said);
  let isGuessed = false;
  /** What is found in the first reply is looked for in all of them: a reply of another form is no answer. */
  const guess = (value: unknown, usual: readonly string[]): void => {
    if (paths.output !== undefined) return;
    const found = usual.find((path) => isFilledText(valueAt(value, jsonPath(path, path))));
    if (found === undefined) return;
    const others = (["usage", "citations", "abstained"] as const).filter(
      (name) => paths[name] === undefined && valueAt(value, [name]) !== undefined,
    );
    const calls = paths.toolCalls ?? USUAL_CALLS.map((path) => jsonPath(path, path)).find((path) => valueAt(value, path) !== undefined);
    paths = {
      ...Object.fromEntries(others.map((name) => [name, [name]])),
      ...(calls === undefined ? {} : { toolCalls: calls }),
      ...paths,
      output: jsonPath(found, found),
    };
    isGuessed = true;
    const beside = [...others, ...(calls === undefined ? [] : [`tool calls in "${pathText(calls)}"`])];
    context.onNote?.(
      `${context.name}: the output is taken from "${found}" of the reply${beside.length === 0 ? "" : ` (and ${beside.join(", ")})`}; to have another one, write its path as \`output\` in firstfit.config.ts.`,
    );
  };
  const fields = fieldsOf(context, () => paths);
  return {
    whole(value) {
      guess(value, USUAL);
      const failure = isGuessed || paths.output === undefined ? reportedError(value) : undefined;
      if (failure !== undefined) throw context.fail(`answered with an error: ${failure}`);
      if (paths.output === undefined) {
        if (typeof value === "string") return { text: value };
        throw context.fail(
          `answered without any of the usual keys of an output; it has ${shapeOf(value)}. Say where the output is: output: "path.to.it"`,
        );
      }
      const rest = fields(value);
      return { text: outputText(value, paths.output, { hasCalls: (rest.toolCalls ?? []).length > 0, context }), ...rest };
    },
    stream() {
      let text = "";
      let pieces = 0;
      let events = 0;
      let first: unknown;
      let rest: Omit<CandidateOutput, "text"> = {};
      return {
        push(value) {
          if (events++ === 0) first = value;
          const failure = reportedError(value);
          if (failure !== undefined) throw context.fail(`broke its stream off with an error: ${failure}`);
          guess(value, USUAL_IN_STREAM);
          const piece = paths.output === undefined ? undefined : valueAt(value, paths.output);
          if (typeof piece === "string") {
            text += piece;
            pieces += 1;
          }
          rest = { ...rest, ...fieldsOf(context, () => paths, { isPiece: true })(value) };
        },
        end() {
          if (events === 0) throw context.fail("answered with an empty stream");
          if (pieces === 0 && (rest.toolCalls ?? []).length === 0)
            throw context.fail(
              `sent ${events} ${events === 1 ? "event" : "events"} without ${paths.output === undefined ? "any of the usual keys of an output" : `a text at "${pathText(paths.output)}"`}; the first has ${shapeOf(first)}`,
            );
          return { text, ...rest };
        },
      };
    },
  };
}

function isFilledText(value: unknown): boolean {
  return typeof value === "string";
}

function valueAt(root: unknown, path: JsonPath): unknown {
  const found = lookUp(root, path);
  return found.kind === "found" ? found.value : undefined;
}

/** An error that stands in a reply with status 200. */
function reportedError(value: unknown): string | undefined {
  const error = isRecord(value) ? value["error"] : undefined;
  if (error === undefined || error === null || error === false || error === "") return undefined;
  const message = isRecord(error) ? error["message"] : error;
  return (typeof message === "string" ? message : JSON.stringify(error)).replace(/[\s\p{Cc}]+/gu, " ").slice(0, 300);
}

function outputText(
  value: unknown,
  path: JsonPath,
  { hasCalls, context }: { readonly hasCalls: boolean; readonly context: ReplyContext },
): string {
  const found = lookUp(value, path);
  // a message that calls a tool says nothing beside it, and some servers leave its text out or write null
  if (hasCalls && (found.kind === "missing" ? found.isLast : found.value === null)) return "";
  if (found.kind === "missing") throw context.fail(missing("output", path, found));
  if (found.value === null) throw context.fail(`answered with null at "${pathText(path)}", where its output should be`);
  return asOutputText(found.value);
}

function missing(
  field: string,
  path: JsonPath,
  { at, has, step }: { readonly at: string; readonly has: string; readonly step: string | number },
): string {
  const place = at === "" ? "the reply" : `"${at}"`;
  return `answered without "${pathText(path)}" (${field}): ${place} has ${has}, and no ${JSON.stringify(step)}`;
}

/** All but the text. In a piece of a stream whatever is not there is left for another piece. */
function fieldsOf(context: ReplyContext, paths: () => Paths, { isPiece = false } = {}): (value: unknown) => Omit<CandidateOutput, "text"> {
  return (value) => {
    const graded = <T>(field: Field, read: (found: unknown) => T | undefined, absent: T | undefined): T | undefined => {
      const path = paths()[field];
      if (path === undefined) return undefined;
      const found = lookUp(value, path);
      if (found.kind === "missing") {
        if (isPiece) return undefined;
        // absent because there is none, as OpenAI leaves out tool_calls; but a path that ends before is a wrong path
        if (found.isLast && absent !== undefined) return absent;
        throw context.fail(missing(field, path, found));
      }
      const got = read(found.value);
      if (got === undefined && !(isPiece && found.value === null))
        throw context.fail(`answered with ${shapeOf(found.value)} at "${pathText(path)}", which is no ${field}`);
      return got;
    };
    const measured = <T>(field: Field, read: (found: unknown) => T | undefined): T | undefined => {
      const path = paths()[field];
      return path === undefined ? undefined : read(valueAt(value, path));
    };
    const toolCalls = graded("toolCalls", toolCallsOf, []);
    const citations = graded("citations", citationsOf, []);
    const abstained = graded("abstained", (found) => (typeof found === "boolean" ? found : undefined), undefined);
    const usage = measured("usage", usageOf);
    const usd = measured("cost", amountOf);
    const latencyMs = measured("latencyMs", amountOf);
    return {
      ...(toolCalls === undefined || (isPiece && toolCalls.length === 0) ? {} : { toolCalls }),
      ...(citations === undefined ? {} : { citations }),
      ...(abstained === undefined ? {} : { abstained }),
      ...(usage === undefined ? {} : { usage }),
      ...(usd === undefined ? {} : { cost: { kind: "known", usd } }),
      ...(latencyMs === undefined ? {} : { latencyMs }),
    };
  };
}

function amountOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}
