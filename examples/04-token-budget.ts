// Hold a prompt to a budget of tokens, as a test of your own suite would. Offline. Run it from a clone: node --conditions=firstfit-source examples/04-token-budget.ts
import { readFileSync } from "node:fs";
import { expectTokens } from "firstfit";

const prompt = readFileSync(new URL("./sample-project/prompt.md", import.meta.url), "utf8");
const model = "anthropic/claude-haiku-4-5";

expectTokens(prompt, { model }).toBeUnder(1_000);
expectTokens(prompt, { model, section: "system" }).toBeUnder(200);
console.log("within the budget");

try {
  expectTokens(prompt, { model }).toBeUnder(400);
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}

/* prints
within the budget
The prompt has 6… tokens for anthropic/claude-haiku-4-5, and should be under 400 (estimate: characters, for Claude before 4.7).
context: 2…
examples: 2…
system: 1…
*/
