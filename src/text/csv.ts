/** A cell that a spreadsheet would take for a formula, or that looks as if it had been kept from that already. */
const FORMULA = /^'*[=+\-@\t\r]/;
const KEPT = /^'+[=+\-@\t\r]/;
const NUMBER = /^[-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?$/i;

/**
 * Rows as CSV (RFC 4180, lines end with CR LF). A cell that begins with = + - @, a tab or a carriage return gets an apostrophe before it, so that no
 * spreadsheet runs it (OWASP, "CSV Injection"); numbers stay. `parseCsv` takes it away again, so that what was written is what is read.
 */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => formatCell(cell, row.length === 1)).join(",")}\r\n`).join("");
}

function formatCell(cell: string, isAlone: boolean): string {
  const kept = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  // A row of one empty cell would be a blank line.
  return /[",\r\n]/.test(kept) || (isAlone && kept === "") || /^\s|\s$/.test(kept) ? `"${kept.replaceAll('"', '""')}"` : kept;
}

export interface CsvRow {
  /** Counted from 1, in the file. */
  readonly line: number;
  readonly cells: readonly string[];
}

export type CsvTable = { readonly kind: "table"; readonly rows: readonly CsvRow[] } | { readonly kind: "unclosed"; readonly line: number };

/** The rows of a CSV text; blank lines are passed over. The separator is the comma, semicolon or tab that the first line has most of. `unclosed`: a quotation that begins on this line never ends. */
export function parseCsv(text: string): CsvTable {
  const content = text.replace(/^\ufeff/, "");
  const separator = separatorOf(content);
  const rows: CsvRow[] = [];
  let [at, line] = [0, 1];
  while (at < content.length) {
    const cells: string[] = [];
    const start = line;
    for (;;) {
      let cell = "";
      if (content[at] === '"') {
        const opened = line;
        at++;
        for (;;) {
          const quote = content.indexOf('"', at);
          if (quote < 0) return { kind: "unclosed", line: opened };
          const piece = content.slice(at, quote);
          cell += piece;
          line += piece.split(/\r\n|\n|\r/).length - 1;
          at = quote + 1;
          if (content[at] !== '"') break;
          cell += '"';
          at++;
        }
      }
      const from = at;
      while (at < content.length && content[at] !== separator && content[at] !== "\n" && content[at] !== "\r") at++;
      cell += content.slice(from, at);
      cells.push(KEPT.test(cell) ? cell.slice(1) : cell);
      if (content[at] !== separator) break;
      at++;
    }
    const isBlank = cells.length === 1 && cells[0] === "" && content[at - 1] !== '"';
    at += content.startsWith("\r\n", at) ? 2 : 1;
    line++;
    if (!isBlank) rows.push({ line: start, cells });
  }
  return { kind: "table", rows };
}

function separatorOf(text: string): string {
  const [first = ""] = text.split(/\r|\n/, 1);
  const plain = first.replace(/"[^"]*"/g, "");
  const [best] = [",", ";", "\t"].map((mark) => ({ mark, count: plain.split(mark).length })).toSorted((a, b) => b.count - a.count);
  return best?.mark ?? ",";
}
