// Writes docs/labs from the practice track's data. A test says when they differ.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LABS } from "../src/flows/lab/labs.ts";
import { labIndex, labPage, pageName } from "../src/render/lab-page.ts";

const folder = fileURLToPath(new URL("../docs/labs/", import.meta.url));
for (const [i, lab] of LABS.entries()) writeFileSync(`${folder}${pageName(lab)}`, labPage(lab, LABS[i + 1]));
writeFileSync(`${folder}README.md`, labIndex(LABS));
