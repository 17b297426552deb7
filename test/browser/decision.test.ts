import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DecisionDocument } from "../../src/core/decision.ts";
import { decisionHtml } from "../../src/render/decision-html.ts";
import { Chromium, findChromium } from "./chromium.ts";

const program = findChromium();

let folder = "";
let browser: Chromium;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-decisions-"));
  if (program !== undefined) browser = new Chromium(program);
});
afterAll(async () => {
  if (program !== undefined) await browser[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

let pages = 0;
function written(html: string): string {
  const file = join(folder, `page-${(pages += 1)}.html`);
  writeFileSync(file, html);
  return pathToFileURL(file).href;
}

const golden = JSON.parse(readFileSync(new URL("../golden/decision.json", import.meta.url), "utf8")) as DecisionDocument;
const HOSTILE = `<script>window.hit = 1</script><img src="https://evil.test/x" onerror="window.hit = 1">${"w".repeat(300)}`;

/** The golden decision with markup in every text that comes from a user, a case or a model. */
function hostile(): DecisionDocument {
  const rungs = golden.rungs.map((rung) => ({
    ...rung,
    name: `${rung.name}${HOSTILE}`,
    mechanism: HOSTILE,
    ...(rung.kind === "measured"
      ? { examples: rung.examples.map((each) => ({ ...each, caseId: HOSTILE, input: HOSTILE, output: HOSTILE, reasons: [HOSTILE] })) }
      : {}),
  }));
  return { ...golden, rungs, task: { name: HOSTILE }, rerun: HOSTILE, wouldChange: [HOSTILE], notes: [HOSTILE] };
}

describe.skipIf(program === undefined)("the page of a decision in a browser", () => {
  test.each(["light", "dark"] as const)("opens from disk without a request and without a complaint, %s", async (scheme) => {
    for (const width of [1280, 400]) {
      const page = await browser.open(written(decisionHtml(golden)), { width, scheme });
      expect(page.requests).toEqual([]);
      expect(page.complaints).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth"), `${width} wide`).toBeLessThanOrEqual(width);
      expect(await page.evaluate('document.querySelectorAll("svg").length')).toBe(4);
      const kept = process.env["FIRSTFIT_SCREENSHOTS"];
      if (kept !== undefined) {
        mkdirSync(kept, { recursive: true });
        writeFileSync(join(kept, `decision-${width}-${scheme}.png`), await page.screenshot());
      }
    }
  });

  test.each(["with its policy", "without its policy"])("runs no script and asks for nothing out of hostile data, %s", async (how) => {
    const html = decisionHtml(hostile());
    const opened = how === "with its policy" ? html : html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
    for (const width of [1280, 400]) {
      const page = await browser.open(written(opened), { width });
      expect(await page.evaluate("window.hit")).toBeUndefined();
      expect(page.requests).toEqual([]);
      expect(page.complaints).toEqual([]);
      expect(await page.evaluate('document.querySelectorAll("script, img, iframe, link, a, form").length')).toBe(0);
      expect(await page.evaluate("document.documentElement.scrollWidth"), `${width} wide`).toBeLessThanOrEqual(width);
    }
  });
});
