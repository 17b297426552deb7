import { describe, expect, it } from "vitest";
import type { Answerer, AnswerEvent, AnswerRequest, Draft } from "../../src/core/answer.ts";

export interface AnswererUnderTest {
  readonly answerer: Answerer;
  /** A question whose answer stands in its evidence. */
  readonly answerable: AnswerRequest;
  /** A question whose answer does not. */
  readonly unanswerable: AnswerRequest;
}

interface Heard {
  readonly text: string;
  readonly drafts: readonly Draft[];
}

async function hear(events: AsyncIterable<AnswerEvent>): Promise<Heard> {
  let [text, drafts] = ["", [] as Draft[]];
  for await (const event of events) {
    if (event.kind === "text") text += event.text;
    else drafts = [...drafts, event.draft];
  }
  return { text, drafts };
}

/** What everything must do that turns evidence into a draft: the built-in answerer and a model behind `modelAnswerer` alike. */
export function answererContract(name: string, open: () => Promise<AnswererUnderTest>): void {
  describe(`the answerer contract: ${name}`, () => {
    it("ends with exactly one draft, whose text is what it streamed", async () => {
      const { answerer, answerable } = await open();
      const { text, drafts } = await hear(answerer.answer(answerable));
      expect(drafts).toHaveLength(1);
      expect(drafts[0]).toMatchObject({ kind: "claimed", text });
      expect(text.trim()).not.toBe("");
    });

    it("cites only passages that it was given", async () => {
      const { answerer, answerable } = await open();
      const { text } = await hear(answerer.answer(answerable));
      const cited = [...text.matchAll(/\[chunk (\d+)/g)].map((match) => Number(match[1]));
      expect(cited.length).toBeGreaterThan(0);
      for (const n of cited) expect(answerable.evidence.map((evidence) => evidence.n)).toContain(n);
    });

    it("declines with a reason when the answer does not stand in the evidence", async () => {
      const { answerer, unanswerable } = await open();
      const { drafts } = await hear(answerer.answer(unanswerable));
      expect(drafts[0]).toMatchObject({ kind: "declined", reason: expect.stringMatching(/\w{3}/) });
    });

    it("gives the same draft for the same request", async () => {
      const [first, second] = [await open(), await open()];
      expect(await hear(first.answerer.answer(first.answerable))).toEqual(await hear(second.answerer.answer(second.answerable)));
    });

    it("says where its token counts come from", async () => {
      const { answerer, answerable } = await open();
      const { drafts } = await hear(answerer.answer(answerable));
      expect(["provider", "estimate", "none"]).toContain(drafts[0]?.usage.source);
    });

    it("takes some evidence", async () => {
      const { answerer } = await open();
      expect(answerer.evidenceTokensMax).toBeGreaterThan(500);
      expect(answerer.id).not.toBe("");
    });
  });
}
