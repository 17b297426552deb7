/**
 * What cases, outputs and file names hold is foreign. Here what one cannot see is made visible: control characters become their pictures
 * (U+2400 and up), and characters that reorder or hide what is read (CVE-2021-42574) are named. Line feeds and tabs stay.
 */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (character) => String.fromCharCode(0x24_00 + character.charCodeAt(0)))
    .replaceAll("\u007f", "\u2421")
    .replace(
      /[\u0080-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g,
      (character) => `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`,
    );
}

/** For HTML and XML alike, between tags and within quoted attributes. */
export function escapedMarkup(text: string): string {
  return visibleText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** For GitHub's Markdown, within a line or a cell of a table: nothing becomes a link, an image, a mention, HTML or emphasis. */
export function escapedMarkdown(text: string): string {
  return (
    visibleText(text)
      .replace(/\s+/g, " ")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replace(/[\\`*_[\]|~$]/g, (character) => `\\${character}`)
      // what begins a heading, a list or a quotation at the start of a line
      .replace(/^(\s*\d{0,9})([-+#.)])/, "$1\\$2")
      .replaceAll("://", "&#58;//")
      .replace(/www\./gi, (word) => `${word.slice(0, 3)}&#46;`)
      .replaceAll("@", "&#64;")
  );
}

/** At most so many characters, and how many were left out. */
export function shortened(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  const kept = text.slice(0, charactersMax).replace(/[\ud800-\udbff]$/, "");
  return `${kept} … ${(text.length - kept.length).toLocaleString("en-US")} more characters`;
}
