import type { BudgetReport } from "../core/budget.ts";

const WIDTH = 640;
const ROW = 28;
const LABEL = 120;
const NUMBERS = 120;
const TOP = 44;

/** The bars of a budget as a picture that needs no script and no font of its own. */
export function budgetSvg(report: BudgetReport): string {
  const height = TOP + report.sections.length * ROW + 16;
  const room = WIDTH - LABEL - NUMBERS - 16;
  const most = Math.max(...report.sections.map(({ share }) => share));
  const rows = report.sections.map(({ section, tokens, share }, i) => {
    const y = TOP + i * ROW;
    const fill = section === report.largest ? "#c2410c" : section === "output" ? "#9ca3af" : "#2563eb";
    return [
      `<text x="16" y="${y + 15}">${section}</text>`,
      `<rect x="${LABEL}" y="${y + 2}" width="${((share / most) * room).toFixed(1)}" height="18" rx="2" fill="${fill}"/>`,
      `<text x="${WIDTH - 16}" y="${y + 15}" text-anchor="end">${tokens.toLocaleString("en-US")} · ${Math.round(share * 100)}%</text>`,
    ].join("\n");
  });
  const title = `${report.inputTokens.toLocaleString("en-US")} input tokens (${report.counted.source}) for ${report.model ?? "no named model"}: ${report.name}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="13" fill="#111827" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="16" y="26" font-weight="600">${escaped(title)}</text>`,
    ...rows,
    "</svg>",
    "",
  ].join("\n");
}

/** Names of files and models are foreign; what XML cannot hold at all is left out. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, " ")
    .toWellFormed()
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
