import { expect, test } from "vitest";
import { groupKey } from "./evaluation.ts";

const NAMED_LIKE_PLACES = ["\u00002", "case 2", "group 2", "group note01"].map((group) => ({ group }));

test("cases of a group share a key, and a case without one shares it with none, whatever groups are called", () => {
  const keys = [{ group: "note01" }, { group: "note01" }, {}, {}, { group: "2" }, { group: "" }, ...NAMED_LIKE_PLACES].map(groupKey);
  expect(keys[0]).toBe(keys[1]);
  expect(new Set(keys).size).toBe(5 + NAMED_LIKE_PLACES.length);
});
