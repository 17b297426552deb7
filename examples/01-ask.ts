// Index ten notes and ask them. Offline. Run it from a clone: node --conditions=firstfit-source examples/01-ask.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openProject, runOperation, type AnswerResult } from "firstfit";

const notes = fileURLToPath(new URL("./sample-project/", import.meta.url));
const scratch = await mkdtemp(join(tmpdir(), "firstfit-example-"));
try {
  const project = await openProject({ folder: notes, store: join(scratch, "index.db") });
  await runOperation(project, "index", {});

  for (const question of ["What is the pilot budget?", "What is the office Wi-Fi password?"]) {
    const answer = (await runOperation(project, "ask", { question })) as AnswerResult; // what `ask` returns for one question
    console.log(`\n${question}`);
    if (answer.kind === "abstained") {
      console.log(`not found in sources: ${answer.reason}`);
      continue;
    }
    console.log(answer.text);
    for (const { n, document, start, end, quote } of answer.citations) console.log(`[${n}] ${document} ${start}-${end}: ${quote}`);
    for (const older of answer.superseded) console.log(`${older.document} of ${older.date} said: ${older.quote}`);
  }
} finally {
  await rm(scratch, { recursive: true });
}

/* prints
The pilot budget is now 104,500 euros instead of 86,000. [1]
[1] note07.txt …: The pilot budget is now 104,500 euros instead of 86,000.
note03.txt of 2026-02-09 said: The pilot budget is 86,000 euros.
not found in sources: …password…
*/
