import fc from "fast-check";
import { expect, test } from "vitest";
import { withMember } from "./json-field.ts";

test("sets a member and leaves every other character", () => {
  const row = '{ "id":"a",  "n": 12345678901234567890, "review" : "unreviewed", "x": {"review": "unreviewed", "t": "\\"}{"} }';
  expect(withMember(row, "review", "kept")).toBe(row.replace('"review" : "unreviewed"', '"review" : "kept"'));
});

test("a new member is written as its neighbours are", () => {
  expect(withMember('{"id":"a"}', "review", "kept")).toBe('{"id":"a","review":"kept"}');
  expect(withMember('{"id": "a", "b": [1, 2] }', "review", "kept")).toBe('{"id": "a", "b": [1, 2], "review": "kept" }');
  expect(withMember('{\n  "id": "a",\n  "b": 1\n}', "c", 2)).toBe('{\n  "id": "a",\n  "b": 1,\n  "c": 2\n}');
  expect(withMember("{ }", "c", 2)).toBe('{ "c": 2}');
});

test("a name written with an escape, or twice, is found", () => {
  expect(withMember('{"re\\u0076iew": 1, "review": 2}', "review", 3)).toBe('{"re\\u0076iew": 3, "review": 3}');
  expect(withMember('{"review": 1, "a": 0, "review": 2}', "review", undefined)).toBe('{"a": 0}');
});

test("setting and taking out mean what they mean in an object, for any object", () => {
  const name = fc.constantFrom("review", "a", "b", '"', "__proto__");
  const row = fc.dictionary(fc.oneof(name, fc.string()), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(
      row,
      name,
      fc.option(fc.jsonValue({ maxDepth: 1 }), { nil: undefined }),
      fc.constantFrom(0, 2),
      (object, key, value, indent) => {
        const text = JSON.stringify(object, null, indent);
        const wanted = new Map(Object.entries(JSON.parse(text) as Record<string, unknown>)); // an object went in
        if (value === undefined) wanted.delete(key);
        else wanted.set(key, JSON.parse(JSON.stringify(value)));
        const changed = JSON.parse(withMember(text, key, value)) as Record<string, unknown>; // and one comes out
        expect(new Map(Object.entries(changed))).toEqual(wanted);
      },
    ),
  );
});
