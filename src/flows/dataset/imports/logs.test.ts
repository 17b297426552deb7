import { describe, expect, test } from "vitest";
import { imported, jsonLines } from "../../../../test/fixtures/imported-cases.ts";

describe("production logs", () => {
  test("requests of both providers are scrubbed, marked as unreviewed, and keep their answer beside them", () => {
    const { cases, text, summary } = imported(
      jsonLines(
        {
          custom_id: "r1",
          params: {
            model: "m",
            system: "Be kind.",
            messages: [{ role: "user", content: [{ type: "text", text: "I am Jane Smith, card 4111 1111 1111 1111" }] }],
          },
          response: { content: [{ type: "text", text: "Dear Jane Smith" }] },
        },
        { model: "m", messages: [{ role: "user", content: "hi" }], response: { choices: [{ message: { content: "hello" } }] } },
        {
          request: { model: "m", input: "so?", instructions: "short" },
          response: { output: [{ content: [{ type: "output_text", text: "yes" }] }] },
        },
        { event: "other" },
      ),
      "requests",
    );
    expect(cases).toMatchObject([
      {
        id: "r1",
        input: [{ role: "system" }, { role: "user", text: "I am [PERSON_1], card [CARD_1]" }],
        metadata: { output: "Dear [PERSON_1]" },
      },
      { input: "hi", metadata: { output: "hello" } },
      {
        input: [
          { role: "system", text: "short" },
          { role: "user", text: "so?" },
        ],
        metadata: { output: "yes" },
      },
    ]);
    expect(cases.every(({ source, review }) => source === "log" && review === "unreviewed")).toBe(true);
    expect(text).not.toMatch(/4111|Smith/);
    expect(summary).toMatchObject({ cases: 3, skipped: 1 });
    expect(JSON.stringify(summary)).not.toMatch(/4111|Smith/);
  });

  test("spans of OpenTelemetry, whole exports and single ones", () => {
    const attributes = {
      "gen_ai.input.messages": jsonLines([
        {
          role: "user",
          parts: [
            { type: "text", content: "Weather?" },
            { type: "blob", id: "x" },
          ],
        },
      ]),
    };
    const otlp = { key: "gen_ai.input.messages", value: { stringValue: attributes["gen_ai.input.messages"] } };
    const rows = jsonLines(
      {
        resourceSpans: [
          {
            scopeSpans: [
              {
                spans: [
                  { spanId: "a", attributes: [otlp] },
                  { spanId: "b", attributes: [] },
                ],
              },
            ],
          },
        ],
      },
      { span_id: "c", attributes },
    );
    expect(imported(rows, "otel").cases).toMatchObject([
      { id: "a", input: "Weather?" },
      { id: "c", input: "Weather?" },
    ]);
  });

  // As their projects publish them, looked at in November 2026; the words are our own.
  const tool = { name: "get_weather", description: "d", input_schema: { type: "object", properties: { city: { type: "string" } } } };
  const call = [{ tool: "get_weather", args: { city: "Oslo" } }];

  test("requests: calls become what a case expects, tools stay with it, and what goes on after a tool is passed over", () => {
    const { text, summary } = imported(
      jsonLines(
        {
          params: { messages: [{ role: "user", content: "Weather?" }], tools: [tool] },
          response: {
            content: [
              { type: "text", text: "I look." },
              { type: "tool_use", id: "t", name: "get_weather", input: { city: "Oslo" } },
            ],
          },
        },
        {
          params: {
            messages: [
              { role: "user", content: "Weather?" },
              { role: "assistant", content: [{ type: "tool_use", id: "t", name: "get_weather", input: {} }] },
              { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: "rain" }] },
            ],
          },
        },
        {
          body: {
            messages: [{ role: "user", content: "Weather!" }],
            tools: [{ type: "function", function: { name: "get_weather", parameters: {} } }],
          },
          response: {
            body: {
              choices: [{ message: { content: null, tool_calls: [{ function: { name: "get_weather", arguments: '{"city": "Oslo"}' } }] } }],
            },
          },
        },
        {
          body: { input: [{ role: "user", content: "Weather." }] },
          response: {
            output: [
              { type: "reasoning", summary: [] },
              { type: "function_call", name: "get_weather", arguments: '{"city":"Oslo"}' },
              { type: "function_call", name: "get_weather", arguments: '{"city":"Os' },
            ],
          },
        },
        {
          body: {
            input: [
              { role: "user", content: "Weather." },
              { type: "function_call_output", call_id: "c", output: "rain" },
            ],
          },
        },
      ),
      "requests",
      true,
    );
    const rows = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>); // objects went in
    expect(rows.map(({ expected_calls, review }) => [expected_calls, review])).toEqual(
      Array.from({ length: 3 }, () => [call, "unreviewed"]),
    );
    expect(rows[0]?.["metadata"]).toEqual({
      output: "I look.",
      functions: [{ name: "get_weather", description: "d", parameters: tool.input_schema }],
    });
    expect(rows[1]?.["metadata"]).toEqual({ functions: [{ name: "get_weather", parameters: {} }] });
    expect(summary.skipped).toBe(2);
  });

  test("OpenTelemetry: structured values, calls, several outputs, and messages in events", () => {
    const message = (role: string, parts: unknown): unknown => ({ role, parts });
    const { text } = imported(
      jsonLines(
        {
          context: { span_id: "s1" },
          attributes: {
            "gen_ai.input.messages": [message("user", [{ type: "text", content: "Weather?" }])],
            "gen_ai.output.messages": [
              message("assistant", [{ type: "tool_call", id: "c", name: "get_weather", arguments: { city: "Oslo" } }]),
              message("assistant", [{ type: "text", content: "Rain." }]),
            ],
          },
        },
        {
          spanId: "s2",
          attributes: [
            {
              key: "gen_ai.input.messages",
              value: {
                arrayValue: {
                  values: [
                    {
                      kvlistValue: {
                        values: [
                          { key: "role", value: { stringValue: "user" } },
                          {
                            key: "parts",
                            value: {
                              arrayValue: {
                                values: [
                                  {
                                    kvlistValue: {
                                      values: [
                                        { key: "type", value: { stringValue: "text" } },
                                        { key: "content", value: { stringValue: "Structured?" } },
                                      ],
                                    },
                                  },
                                ],
                              },
                            },
                          },
                        ],
                      },
                    },
                  ],
                },
              },
            },
          ],
        },
        {
          spanId: "s3",
          attributes: {},
          events: [
            { name: "gen_ai.system.message", attributes: { content: "Be kind." } },
            { name: "gen_ai.user.message", attributes: { content: "Earlier?" } },
            { name: "gen_ai.choice", attributes: { index: 0, message: '{"content": "Yes."}' } },
          ],
        },
      ),
      "otel",
      true,
    );
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      { id: "s1", input: "Weather?", expected_calls: call, metadata: { output: "Rain." } },
      { id: "s2", input: "Structured?" },
      {
        id: "s3",
        input: [
          { role: "system", content: "Be kind." },
          { role: "user", content: "Earlier?" },
        ],
        metadata: { output: "Yes." },
      },
    ]);
  });
});
