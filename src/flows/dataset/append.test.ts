import { expect, test } from "vitest";
import { appendCases } from "./append.ts";

const row = (input: unknown, id?: string) => ({ ...(id === undefined ? {} : { id }), input });

test("adds what is not there, leaves what is byte for byte, and ends lines as the file does", () => {
  const text = '\ufeff# ours\r\n{"id": "a", "input": "One?", "weight": 1.0}';
  const {
    text: after,
    added,
    there,
  } = appendCases({ name: "f", text }, [row("ONE? "), row("two", "a"), row("two", "b"), row("three", "b")]);
  expect(after).toBe(`${text}\r\n{"id":"a-2","input":"two"}\r\n{"id":"b","input":"three"}\r\n`);
  expect(added.map(({ id }) => id)).toEqual(["a-2", "b"]);
  expect(there.map(({ id }) => id)).toEqual(["a", "a-2"]);
});

test("begins a file, and does not touch one to which nothing is added", () => {
  expect(appendCases({ name: "f", text: undefined }, [row("x", "1")]).text).toBe('{"id":"1","input":"x"}\n');
  expect(appendCases({ name: "f", text: '{"input": "x"}' }, [row("x", "1")]).text).toBeUndefined();
});

test("does not bring back what a person has dropped", () => {
  const { text, dropped } = appendCases({ name: "f", text: "", dropped: '{"id": "z", "input": "X"}\n' }, [row("x", "1")]);
  expect([text, dropped]).toEqual([undefined, 1]);
});

test("rows that are no case do no harm to what is added, an array does", () => {
  expect(appendCases({ name: "f", text: '{"inptu": "x"}\nnonsense\n' }, [row("x", "1")]).added).toHaveLength(1);
  expect(() => appendCases({ name: "f.json", text: ' [{"input": "x"}]' }, [row("y")])).toThrow("is one JSON array");
  expect(() => appendCases({ name: "f", text: "" }, [{ input: "x", expected_subst: "y" }])).toThrow('there is no field "expected_subst"');
});
