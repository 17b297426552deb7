import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";

const START = '{\n  "kind": "decision"';

/**
 * Lines of .gitignore for the decision that `firstfit decide` wrote into the project's folder. It quotes questions and the answers that are right, and an index
 * that held it would find them there. Files of these names that are not ours are documents like others.
 */
export function decisionFiles(folder: string): readonly string[] {
  let file: number;
  try {
    file = openSync(join(folder, "decision.json"), "r");
  } catch {
    // not there, or not to be read: then it is no decision that was written here
    return [];
  }
  try {
    const start = Buffer.alloc(START.length);
    const length = readSync(file, start, 0, START.length, 0);
    return start.toString("utf8", 0, length) === START ? ["/decision.json", "/decision.md", "/decision.html"] : [];
  } catch {
    // a folder of this name
    return [];
  } finally {
    closeSync(file);
  }
}
