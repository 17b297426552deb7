import { describe, expect, it } from "vitest";
import { makeDocx, makeXlsx, makeZip, paragraph } from "../../test/fixtures/make-zip.ts";
import type { Extraction, ParsedDocument } from "../core/document.ts";
import { parseDocx } from "./docx.ts";
import { parseEpub } from "./epub.ts";
import { parseOpenDocument } from "./open-document.ts";
import { parsePptx } from "./pptx.ts";
import { parseXlsx } from "./xlsx.ts";

function documentIn(extraction: Extraction): ParsedDocument {
  if (extraction.kind !== "document") throw new Error(extraction.reason);
  return extraction.document;
}

const shape = ({ text, blocks }: ParsedDocument): string[] =>
  blocks.map(({ kind, level, start, end, locator }) => {
    const { kind: _, ...place } = locator ?? { kind: "none" };
    return `${kind}${level ?? ""} ${Object.values(place).join("!")}: ${text.slice(start, end)}`;
  });

describe("parseDocx", () => {
  const styles = {
    name: "word/styles.xml",
    content:
      '<w:styles><w:style w:styleId="Titre1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="Mine"><w:name w:val="My own"/><w:basedOn w:val="Titre1"/></w:style><w:style w:styleId="Code"><w:name w:val="Source Code"/></w:style></w:styles>',
  };
  const related = {
    name: "word/_rels/document.xml.rels",
    content:
      '<Relationships><Relationship Id="a" Type="http://x/styles" Target="styles.xml"/><Relationship Id="b" Type="http://x/footnotes" Target="/word/footnotes.xml"/></Relationships>',
  };

  it("takes headings from the styles in any language of Word, and from styles based on them", () => {
    const document = documentIn(
      parseDocx(makeDocx(paragraph("One", "Titre1") + paragraph("Text") + paragraph("Two", "Mine"), [styles, related]), "a.docx"),
    );
    expect(shape(document)).toEqual(["heading1 : One", "paragraph : Text", "heading1 : Two"]);
    expect(document.title).toBe("One");
  });

  it("writes tables by rows, tables within cells in their cell, lists with their depth, code and footnotes", () => {
    const cell = (content: string): string => `<w:tc>${content}</w:tc>`;
    const inner = `<w:tbl><w:tr>${cell(paragraph("in"))}${cell(paragraph("side"))}</w:tr></w:tbl>`;
    const item = (text: string, level: number): string =>
      `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
    const body = `<w:tbl><w:tr>${cell(paragraph("Name"))}${cell(paragraph("Use"))}</w:tr><w:tr>${cell(paragraph("Nut") + paragraph("M6"))}${cell(inner)}</w:tr></w:tbl>${item("first", 0)}${item("below", 1)}${paragraph("x = 1", "Code")}`;
    const footnotes = {
      name: "word/footnotes.xml",
      content: `<w:footnotes><w:footnote>${paragraph("A note.")}</w:footnote></w:footnotes>`,
    };
    expect(shape(documentIn(parseDocx(makeDocx(body, [styles, related, footnotes]), "a.docx")))).toEqual([
      "table : Name | Use\nNut M6 | in side",
      "list : - first",
      "list :   - below",
      "code : x = 1",
      "paragraph footnotes: A note.",
    ]);
  });

  it("leaves out what was deleted, moved, hidden, or is the second form of a drawing", () => {
    const run = (properties: string, text: string): string => `<w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r>`;
    const body = `<w:p>${run("", "kept ")}<w:del><w:r><w:delText>deleted </w:delText></w:r></w:del><w:ins>${run("", "added ")}</w:ins>${run("<w:vanish/>", "hidden ")}${run('<w:vanish w:val="0"/>', "shown ")}<mc:AlternateContent><mc:Choice>${run("", "drawn")}</mc:Choice><mc:Fallback>${run("", "drawn")}</mc:Fallback></mc:AlternateContent></w:p>`;
    const document = documentIn(parseDocx(makeDocx(body), "a.docx"));
    expect(document.text).toBe("kept added shown drawn");
    expect(document.notes).toEqual(["hidden text left out: 7 characters"]);
  });

  it("counts pages as Word last laid them out, or by the breaks that the author set", () => {
    const rendered = `${paragraph("One")}<w:p><w:r><w:br w:type="page"/></w:r><w:r><w:lastRenderedPageBreak/><w:t>Two</w:t></w:r></w:p>`;
    expect(shape(documentIn(parseDocx(makeDocx(rendered), "a.docx")))).toEqual(["paragraph 1: One", "paragraph 2: Two"]);
    const set = `${paragraph("One")}<w:p><w:r><w:br w:type="page"/></w:r></w:p>${paragraph("Two")}`;
    expect(documentIn(parseDocx(makeDocx(set), "a.docx")).blocks.at(-1)?.locator).toEqual({ kind: "page", page: 2 });
  });

  it("puts the centred lines of a title that was set by hand together", () => {
    const line = (text: string): string =>
      `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:sz w:val="48"/></w:rPr><w:t>${text}</w:t></w:r></w:p>`;
    const document = documentIn(parseDocx(makeDocx(line("Handbook for") + line("Pump Owners") + paragraph("Text")), "a.docx"));
    expect([document.title, document.text]).toEqual(["Handbook for Pump Owners", "Handbook for Pump Owners\n\nText"]);
  });
});

describe("parseXlsx", () => {
  it("names the columns in every row, with the place of its first cell; dates are dates, and numbers what a sheet shows", () => {
    const strings = {
      name: "xl/sharedStrings.xml",
      content: "<sst><si><t>Item</t></si><si><r><t>Due </t></r><r><t>date</t></r><rPh><t>reading</t></rPh></si></sst>",
    };
    const styles = {
      name: "xl/styles.xml",
      content:
        '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>',
    };
    const sheet =
      '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="inlineStr"><is><t>Sum</t></is></c></row><row r="4"><c r="B4" t="str"><v>Pump</v></c><c r="C4" s="1"><v>45000</v></c><c r="D4"><v>0.30000000000000004</v></c></row><row r="5"><c r="C5" s="2"><v>45000.5</v></c><c r="D5" t="b"><v>1</v></c></row>';
    const document = documentIn(parseXlsx(makeXlsx({ Orders: sheet, Empty: "" }, [strings, styles]), "b/orders.xlsx"));
    expect(shape(document)).toEqual([
      "heading1 Orders!A1: Orders",
      "table Orders!B2: Item | Due date | Sum",
      "table Orders!B4: Item: Pump | Due date: 2023-03-15 | Sum: 0.3",
      "table Orders!C5: Due date: 2023-03-15 12:00 | Sum: TRUE",
    ]);
    expect(document.title).toBe("orders");
  });
});

describe("parsePptx", () => {
  it("reads slides in the order of the presentation, with titles, bullets, tables and notes; hidden slides are noted", () => {
    const shapeOf = (type: string, paragraphs: readonly string[]): string =>
      `<p:sp><p:nvPr><p:ph type="${type}"/></p:nvPr><p:txBody>${paragraphs.map((text) => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`).join("")}</p:txBody></p:sp>`;
    const slide = (content: string, show = "1"): string => `<p:sld show="${show}">${content}</p:sld>`;
    const table =
      "<a:tbl><a:tr><a:tc><a:p><a:r><a:t>a</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r><a:t>b</a:t></a:r></a:p></a:tc></a:tr></a:tbl>";
    const pptx = makeZip([
      {
        name: "ppt/presentation.xml",
        content:
          '<p:presentation><p:sldIdLst><p:sldId id="1" r:id="r2"/><p:sldId id="2" r:id="r1"/><p:sldId id="3" r:id="r3"/></p:sldIdLst></p:presentation>',
      },
      {
        name: "ppt/_rels/presentation.xml.rels",
        content:
          '<Relationships><Relationship Id="r1" Target="slides/slide1.xml"/><Relationship Id="r2" Target="slides/slide2.xml"/><Relationship Id="r3" Target="slides/slide3.xml"/></Relationships>',
      },
      { name: "ppt/slides/slide1.xml", content: slide(shapeOf("title", ["Second"]) + table) },
      {
        name: "ppt/slides/slide2.xml",
        content: slide(shapeOf("ctrTitle", ["First"]) + shapeOf("body", ["one", "two"]) + shapeOf("sldNum", ["1"])),
      },
      { name: "ppt/slides/slide3.xml", content: slide(shapeOf("title", ["Never shown"]), "0") },
      {
        name: "ppt/slides/_rels/slide2.xml.rels",
        content: '<Relationships><Relationship Id="n" Type="http://x/notesSlide" Target="../notesSlides/n.xml"/></Relationships>',
      },
      { name: "ppt/notesSlides/n.xml", content: `<p:notes>${shapeOf("sldImg", ["picture"])}${shapeOf("body", ["Say hello"])}</p:notes>` },
    ]);
    const document = documentIn(parsePptx(pptx, "a.pptx"));
    expect(shape(document)).toEqual([
      "heading1 1: First",
      "list 1: - one\n- two",
      "paragraph 1: Notes: Say hello",
      "heading2 2: Second",
      "table 2: a | b",
    ]);
    expect(document.notes).toEqual(["hidden slides left out: 3"]);
  });
});

describe("parseEpub", () => {
  it("reads the chapters in the order of the spine, with the title and the author of the book", () => {
    const epub = makeZip([
      { name: "META-INF/container.xml", content: '<container><rootfile full-path="OEBPS/book.opf"/></container>' },
      {
        name: "OEBPS/book.opf",
        content:
          '<package><metadata><dc:title>The Book</dc:title><dc:creator>A. Okafor</dc:creator></metadata><manifest><item id="a" href="a%20b.xhtml" media-type="application/xhtml+xml"/><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/><item id="x" href="../gone.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/><itemref idref="a"/><itemref idref="x"/></spine></package>',
      },
      { name: "OEBPS/a b.xhtml", content: "<html><body><h1>Second</h1><p>Later words.</p><script>bad()</script></body></html>" },
      { name: "OEBPS/c.xhtml", content: "<html><body><h1>First</h1><p>Early words.</p></body></html>" },
    ]);
    const document = documentIn(parseEpub(epub, "a.epub"));
    expect(shape(document)).toEqual([
      "heading1 OEBPS/c.xhtml!1: First",
      "paragraph OEBPS/c.xhtml!1: Early words.",
      "heading1 OEBPS/a b.xhtml!1: Second",
      "paragraph OEBPS/a b.xhtml!1: Later words.",
    ]);
    expect([document.title, document.metadata["author"], document.notes]).toEqual([
      "The Book",
      "A. Okafor",
      ["chapters that are missing from the book: gone.xhtml"],
    ]);
  });
});

describe("parseOpenDocument", () => {
  const open = (content: string, path: string): ParsedDocument =>
    documentIn(
      parseOpenDocument(
        makeZip([
          { name: "content.xml", content: `<office:document-content>${content}</office:document-content>` },
          { name: "meta.xml", content: "<m><dc:title>Its title</dc:title></m>" },
        ]),
        path,
      ),
    );

  it("reads texts: headings, spaces, lists, tables; not what was deleted or only remarked", () => {
    const content =
      '<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes><text:h text:outline-level="2">Head</text:h><text:p>a<text:s text:c="2"/>b<text:line-break/>c<office:annotation><text:p>remark</text:p></office:annotation></text:p><text:list><text:list-item><text:p>item</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell><table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table>';
    const document = open(content, "a.odt");
    expect(shape(document)).toEqual(["heading2 : Head", "paragraph : a  b\nc", "list : - item", "table : x | y"]);
    expect(document.title).toBe("Its title");
  });

  it("reads sheets by cells, and does not repeat the empty rest of a sheet", () => {
    const cell = (text: string, repeated = 1): string =>
      `<table:table-cell table:number-columns-repeated="${repeated}"><text:p>${text}</text:p></table:table-cell>`;
    const content = `<table:table table:name="S"><table:table-row>${cell("Name")}${cell("Sum")}${cell("", 16_000)}</table:table-row><table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row><table:table-row>${cell("Nut")}${cell("3")}</table:table-row><table:table-row table:number-rows-repeated="1048570">${cell("")}</table:table-row></table:table>`;
    expect(shape(open(content, "a.ods"))).toEqual(["heading1 S!A1: S", "table S!A1: Name | Sum", "table S!A5: Name: Nut | Sum: 3"]);
  });
});
