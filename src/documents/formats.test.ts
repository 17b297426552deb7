import { expect, it } from "vitest";
import { FORMATS } from "./formats.ts";
import { SOURCE_EXTENSIONS } from "./source-families.ts";

it("knows the extensions of source code before the code that reads them is loaded", () => {
  const listed = FORMATS.filter(({ extensions }) => extensions.includes(".py")).flatMap(({ extensions }) => extensions);
  expect(listed.toSorted()).toEqual([...SOURCE_EXTENSIONS].toSorted());
});
