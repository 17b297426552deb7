// Compare texts by meaning. Offline. Run it from a clone: node --conditions=firstfit-source examples/03-embed.ts
import { fileURLToPath } from "node:url";
import { openProject, runOperation, type EmbeddedTexts } from "firstfit";

const project = await openProject({ folder: fileURLToPath(new URL("./sample-project/", import.meta.url)) });
const texts = ["Cats sleep for most of the day.", "Kittens nap after they play.", "Cars need oil and new tyres."];
const { cosine, dimensions } = (await runOperation(project, "embed", { texts })) as EmbeddedTexts; // what `embed` returns

const pairs = texts.flatMap((a, i) => texts.slice(i + 1).map((b, j) => ({ a, b, alike: cosine[i]?.[i + 1 + j] ?? 0 })));
pairs.sort((x, y) => y.alike - x.alike);
console.log(`${texts.length} texts, ${dimensions} numbers each; most alike first:`);
for (const { a, b, alike } of pairs) console.log(`${alike.toFixed(2)}  ${a}  |  ${b}`);

/* prints
3 texts, 256 numbers each; most alike first:
0.…  Cats sleep for most of the day.  |  Kittens nap after they play.
*/
