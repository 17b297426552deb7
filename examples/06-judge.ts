// Ask a judge which of two candidates is better, in both orders. Offline: a few lines stand in for the model, and they always prefer what they are shown first. Run it from a clone: node --conditions=firstfit-source examples/06-judge.ts
import { modelJudge, pairwise } from "firstfit";
import { scriptedModel } from "firstfit/models/scripted";

const cases = ["Who is the sponsor?", "What is the reserve?", "When is the go-live?"].map((input, at) => ({
  id: `q${at + 1}`,
  input,
  expectations: [],
  tags: [],
  weight: 1,
}));
const outputs = (answer: string) => new Map(cases.map(({ id }) => [id, { text: answer }]));
const lazy = scriptedModel([{ times: Infinity, reply: { toolInput: { reasons: "It comes first.", verdict: "first" } } }]);

const { wins, losses, ties, verdict, position } = await pairwise(
  { name: "three questions", cases },
  outputs("See note01."),
  outputs("It stands in note01, in the second paragraph."),
  { judge: modelJudge({ model: lazy }), signal: new AbortController().signal },
);
console.log(`${wins} wins, ${losses} losses, ${ties} ties: ${verdict}`);
console.log(`${position?.flips} of ${position?.pairs} verdicts changed with the order, ${position?.favoursFirst} to what was shown first`);

/* prints
0 wins, 0 losses, 3 ties: cannot tell
3 of 3 verdicts changed with the order, 3 to what was shown first
*/
