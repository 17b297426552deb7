/** Returns a changed message or event, or nothing to leave it as it is. */
export type Mend = (value: Readonly<Record<string, unknown>>) => object | undefined;

/**
 * The packages refuse a whole answer for want of its token counts. So what a provider left out of them is written in before they read
 * it, in JSON and in events of a stream alike. Nothing else of an answer is touched.
 */
export function withMendedAnswers(fetchAnswer: typeof fetch, mend: Mend): typeof fetch {
  return async (input, init) => {
    const response = await fetchAnswer(input, init);
    if (response.body === null) return response;
    if (response.headers.get("content-type")?.includes("text/event-stream") !== true)
      return new Response(mended(await response.text(), mend), response);
    const lines = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(mendedLines(mend));
    return new Response(lines.pipeThrough(new TextEncoderStream()), response);
  };
}

function mendedLines(mend: Mend): TransformStream<string, string> {
  let rest = "";
  const line = (text: string): string => {
    const [, data] = /^data: ?(\{.*\})\r?$/.exec(text) ?? [];
    return data === undefined ? text : `data: ${mended(data, mend)}`;
  };
  return new TransformStream({
    transform(piece, controller) {
      const lines = `${rest}${piece}`.split("\n");
      rest = lines.pop() ?? "";
      for (const text of lines) controller.enqueue(`${line(text)}\n`);
    },
    flush(controller) {
      if (rest !== "") controller.enqueue(line(rest));
    },
  });
}

function mended(text: string, mend: Mend): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text; // whoever reads it next says so
  }
  if (typeof value !== "object" || value === null) return text;
  const changed = mend({ ...value });
  return changed === undefined ? text : JSON.stringify(changed);
}
