import type { Json } from "../../core/calls.ts";
import type { PromptDefinition } from "../../core/prompt-definition.ts";
import type { Prompt } from "../../core/prompt.ts";
import { placeholders } from "../../text/template.ts";
import { buildPrompt, EXAMPLES, REPEATS } from "../prompt.ts";
import { promptOf } from "./prompt-parts.ts";

/** A prompt of the configuration as a request with its places still open, so that it can be counted before there is an input. */
export async function promptOfDefinition(definition: PromptDefinition): Promise<Prompt> {
  const { examples, input = "{{input}}", repeats = REPEATS } = definition;
  const open = Object.fromEntries(
    placeholders(input)
      .filter((name) => name !== "input" && name !== "context")
      .map((name) => [name, `{{${name}}}`]),
  );
  const stand = examples?.choose === "similar" ? examples.from.slice(0, examples.count ?? EXAMPLES) : undefined;
  const [request] = await buildPrompt(
    definition,
    {
      input: placeholders(input).includes("input") ? "{{input}}" : "",
      values: open,
      ...(placeholders(input).includes("context") ? { context: ["{{context}}"] } : {}),
    },
    { takesTemperature: true, ...(stand === undefined ? {} : { chosen: stand }) },
  );
  if (request === undefined) throw new Error("a model that takes a temperature is asked once");
  const { system, messages, tool, outputTokensMax } = request;
  const value = {
    max_tokens: outputTokensMax,
    system,
    ...(tool === undefined
      ? {}
      : {
          tools: [{ name: tool.name, description: tool.description, input_schema: tool.inputSchema as Json }], // a schema is JSON
          tool_choice: { type: "tool", name: tool.name },
        }),
    messages: messages.map(({ role, text }) => ({ role, content: text })),
  };
  const notes = [
    ...(stand === undefined ? [] : [`Examples are chosen for each input; the first ${stand.length} stand for them here.`]),
    ...(repeats > 1
      ? [`A model that takes no temperature is asked ${repeats} times for each input: then it costs ${repeats} times as much.`]
      : []),
    ...(definition.webSearch === true ? ["What a web search finds and costs is not counted."] : []),
  ];
  return { ...promptOf(value), notes };
}
