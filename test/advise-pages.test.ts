import { expect, test } from "vitest";
import { DECISION_TABLE } from "../src/flows/advise/table.ts";
import { operations } from "../src/operations.ts";
import { decisionTablePage, glossaryPage } from "./advise-pages.ts";

test("docs/glossary.md says what the data say", async () => {
  await expect(glossaryPage()).toMatchFileSnapshot("../docs/glossary.md");
});

test("docs/decision-table.md says what the data say", async () => {
  await expect(decisionTablePage()).toMatchFileSnapshot("../docs/decision-table.md");
});

test("every command that a row proposes is a verb of the program, with flags that it has", () => {
  for (const { id, commands } of DECISION_TABLE)
    for (const command of commands) {
      const words = command.replace(/^firstfit /, "").split(" ");
      const verb = operations.find(({ name }) => name === `${words[0]} ${words[1]}`) ?? operations.find(({ name }) => name === words[0]);
      expect(verb, `${id}: ${command}`).toBeDefined();
      for (const [, flag = ""] of command.matchAll(/ --([a-z-]+)/g)) {
        const field = flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
        expect(Object.keys(verb?.input.shape ?? {}), `${id}: ${command}`).toContain(field);
      }
    }
});
