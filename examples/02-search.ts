// Find passages and see what each leg said. Offline. Run it from a clone: node --conditions=firstfit-source examples/02-search.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openProject, runOperation, type SearchResult } from "firstfit";

const notes = fileURLToPath(new URL("./sample-project/", import.meta.url));
const scratch = await mkdtemp(join(tmpdir(), "firstfit-example-"));
try {
  const project = await openProject({ folder: notes, store: join(scratch, "index.db") });
  await runOperation(project, "index", {});

  for (const question of ["contingency reserve", "How are pupils taught?"]) {
    const { hits } = (await runOperation(project, "search", { question, k: 1 })) as SearchResult; // what `search` returns
    for (const { document, date, legs } of hits) {
      const words = legs.lexical === undefined ? "no word in common" : `rank ${legs.lexical.rank} by words`;
      console.log(`${question} -> ${document} (${date}): ${words}, rank ${legs.dense?.rank} by vectors`);
    }
  }
} finally {
  await rm(scratch, { recursive: true });
}

/* prints
contingency reserve -> note05.txt (2026-03-16): rank 1 by words, rank …
How are pupils taught? -> note05.txt (2026-03-16): no word in common, rank 1 by vectors
*/
