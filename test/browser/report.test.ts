import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportHtml } from "../../src/render/report-html.ts";
import { reportJunit } from "../../src/render/report-junit.ts";
import { hostileComparison, madeComparison } from "../fixtures/made-comparison.ts";
import { madeCases, madeReport } from "../fixtures/made-report.ts";
import { Chromium, findChromium } from "./chromium.ts";

const program = findChromium();
if (program === undefined)
  process.stderr.write("No Chromium on this machine (apt-get install chromium, or name one: CHROMIUM=/path): its tests are skipped.\n");

let folder = "";
let browser: Chromium;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-pages-"));
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

/** The page without its policy: what then still does not run was escaped, not forbidden. */
function withoutPolicy(html: string): string {
  const bare = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
  expect(bare).not.toBe(html);
  return bare;
}

/** Opens every case and gives what runs late the time to run. */
const OPEN_ALL =
  'document.querySelectorAll("details").forEach((each) => { each.open = true; }); new Promise((done) => setTimeout(done, 300))';

describe.skipIf(program === undefined)("the page of a report in a browser", () => {
  test("a page with a script and an image is found out, so that the tests below can fail", async () => {
    const page = await browser.open(
      written('<script>window.hit = 1; console.log("ran")</script><img src="https://evil.test/pixel.png"><script>nothing.there</script>'),
      { width: 800 },
    );
    expect(await page.evaluate("window.hit")).toBe(1);
    expect(page.requests).toContain("https://evil.test/pixel.png");
    expect(page.complaints.join("\n")).toContain("nothing is not defined");
  });

  test.each(["light", "dark"] as const)("opens from disk without a request and without a complaint, %s", async (scheme) => {
    for (const width of [1280, 400]) {
      const page = await browser.open(written(reportHtml(madeComparison())), { width, scheme });
      await page.evaluate(OPEN_ALL);
      expect(page.requests).toEqual([]);
      expect(page.complaints).toEqual([]);
      // nothing lies beyond the screen but what can be scrolled in its own box
      expect(await page.evaluate("document.documentElement.scrollWidth"), `${width} wide`).toBeLessThanOrEqual(width);
      const kept = process.env["FIRSTFIT_SCREENSHOTS"];
      if (kept !== undefined) {
        mkdirSync(kept, { recursive: true });
        writeFileSync(join(kept, `report-${width}-${scheme}.png`), await page.screenshot());
      }
    }
  });

  test("has another paper in the dark, and text that stands out from it", async () => {
    const colours: string[] = [];
    for (const scheme of ["light", "dark"] as const) {
      const page = await browser.open(written(reportHtml(madeComparison())), { width: 800, scheme });
      const contrast = await page.evaluate(CONTRAST);
      expect(contrast, scheme).toBeGreaterThan(4.5);
      colours.push(String(await page.evaluate("getComputedStyle(document.body).backgroundColor")));
    }
    expect(new Set(colours).size).toBe(2);
  });

  test.each(["with its policy", "without its policy"])("runs no script and asks for nothing out of hostile data, %s", async (how) => {
    const html = reportHtml(hostileComparison());
    for (const width of [1280, 400]) {
      const page = await browser.open(written(how === "with its policy" ? html : withoutPolicy(html)), { width });
      await page.evaluate(OPEN_ALL);
      expect(await page.evaluate("window.hit")).toBeUndefined();
      expect(page.requests).toEqual([]);
      expect(page.complaints).toEqual([]);
      expect(await page.evaluate('document.querySelectorAll("script, img, iframe, link, a, form, object, embed, base").length')).toBe(0);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      expect(await page.evaluate('document.querySelectorAll("style").length')).toBe(1);
    }
  });

  test("filters its cases without a script", async () => {
    const report = madeReport(madeCases(6), { a: { outcomes: "++++--" }, b: { outcomes: "+++-+-" } });
    const page = await browser.open(written(reportHtml(report)), { width: 1000 });
    const shown =
      '[...document.querySelectorAll("details.case")].filter((each) => each.offsetHeight > 0).map((each) => each.querySelector(".id").textContent)';
    expect(await page.evaluate(shown)).toHaveLength(6);
    await page.evaluate('document.getElementById("show-missed").click()');
    expect(await page.evaluate(shown)).toEqual(["case-04", "case-05", "case-06"]);
    await page.evaluate('document.getElementById("show-differing").click()');
    expect(await page.evaluate(shown)).toEqual(["case-04", "case-05"]);
  });

  test("JUnit is well-formed for a parser of XML, whatever stands in it", async () => {
    const page = await browser.open(written("<p>XML</p>"), { width: 400 });
    for (const report of [madeComparison(), hostileComparison()]) {
      const xml = JSON.stringify(reportJunit(report));
      expect(await page.evaluate(`new DOMParser().parseFromString(${xml}, "application/xml").querySelectorAll("parsererror").length`)).toBe(
        0,
      );
    }
    expect(
      await page.evaluate('new DOMParser().parseFromString("<a>&#0;</a>", "application/xml").querySelectorAll("parsererror").length'),
    ).toBe(1);
  });
});

/** The least contrast of any text with what lies under it (WCAG 2.2, relative luminance); text on transparent ground is held against the paper. */
const CONTRAST = `(() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => { const s = c / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; }).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => { for (let at = element; at; at = at.parentElement) { const colour = parse(getComputedStyle(at).backgroundColor); if (colour.length === 3 || colour[3] === 1) return colour; } return [255, 255, 255]; };
  let least = 21;
  for (const element of document.querySelectorAll("main *:not(svg *)")) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "") || element.offsetHeight === 0) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    least = Math.min(least, (a + 0.05) / (b + 0.05));
  }
  return least;
})()`;
