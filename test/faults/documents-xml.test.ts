import { afterEach, describe, expect, it } from "vitest";
import { extract } from "../../src/documents/parsers.ts";
import { readXml } from "../../src/documents/xml.ts";
import { makeDocx, makeXlsx, makeZip, paragraph } from "../fixtures/make-zip.ts";

const read = async (bytes: Uint8Array, name: string): Promise<string> => {
  const extraction = await extract(bytes, name);
  return extraction.kind === "skipped" ? `skipped: ${extraction.reason}` : extraction.document.text;
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("XML within documents (faults 36 and 38)", () => {
  afterEach(() => {
    // What a key "__proto__" would have left behind.
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(Object.keys(Object.getPrototypeOf({}) as object)).toEqual([]);
  });

  it("refuses a billion laughs, and every other declaration of entities", async () => {
    const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`;
    const docx = makeZip([
      { name: "word/document.xml", content: `<?xml version="1.0"?>${laughs}<w:document><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:document>` },
    ]);
    expect(await read(docx, "a.docx")).toMatch(/^skipped: hostile or unusual/);
    expect(await read(makeZip([{ name: "content.xml", content: `${laughs}<x>&c;</x>` }]), "a.odt")).toMatch(/^skipped: hostile or unusual/);
  });

  it("looks at no external entity, and leaves a reference to one as it stands", async () => {
    const external = `<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document><w:p><w:r><w:t>before &xxe; after</w:t></w:r></w:p></w:document>`;
    expect(await read(makeZip([{ name: "word/document.xml", content: external }]), "a.docx")).toBe("before &xxe; after");
  });

  it("stops at 1,000 nested elements", async () => {
    const deep = `${"<w:tbl><w:tr><w:tc>".repeat(2_000)}<w:p/>`;
    expect(await read(makeDocx(deep), "a.docx")).toMatch(/^skipped: over a limit: its XML is nested/);
    expect(() => readXml(bytes("<a>".repeat(100_000)), {})).toThrow("nested more than 1000 deep");
  });

  it("reads on through unclosed tags, stray brackets and attributes without values", () => {
    const seen: string[] = [];
    const handler = { open: (name: string) => void seen.push(name), text: (text: string) => void seen.push(text) };
    readXml(bytes(`<a b c='1' d="2><e>x</a>`), handler);
    readXml(bytes(`<a>1 < 2 <![CDATA[<raw>]]><!-- not < this --></b></a>`), handler);
    readXml(bytes("<a>&#65;&#x42;&#0;&#xD800;&lt;&nbsp;</a>"), handler);
    expect(seen.join("|")).toContain("1 ");
    expect(seen.join("|")).toContain("<raw>");
    expect(seen.at(-1)).toBe("AB\uFFFD\uFFFD<&nbsp;");
  });

  it("takes style ids, keys and sheet names like __proto__ for names", async () => {
    const styles = `<w:styles><w:style w:styleId="__proto__"><w:name w:val="heading 1"/></w:style><w:style w:styleId="constructor"><w:name w:val="heading 2"/><w:basedOn w:val="constructor"/></w:style></w:styles>`;
    const docx = makeDocx(paragraph("Top", "__proto__") + paragraph("Below", "constructor") + paragraph("Text", "toString"), [
      {
        name: "word/_rels/document.xml.rels",
        content: '<Relationships><Relationship Id="__proto__" Type="http://x/styles" Target="styles.xml"/></Relationships>',
      },
      { name: "word/styles.xml", content: styles },
    ]);
    const extraction = await extract(docx, "a.docx");
    if (extraction.kind !== "document") throw new Error(extraction.reason);
    expect(extraction.document.blocks.map(({ kind, level }) => `${kind}${level ?? ""}`)).toEqual(["heading1", "heading2", "paragraph"]);
    const xlsx = makeXlsx({
      __proto__x: "",
      constructor:
        '<row r="1"><c r="A1" t="str"><v>__proto__</v></c><c r="B1" t="str"><v>polluted</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>',
    });
    expect(await read(xlsx, "a.xlsx")).toContain("__proto__: 1 | polluted: 2");
    const json = '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": 1}}}\n';
    expect(await read(bytes(json), "a.jsonl")).toContain("__proto__.polluted: true");
    expect(await read(bytes(json), "a.ipynb")).toMatch(/^skipped/);
  });

  it("follows no link out of the file, and shows of a formula its last value", async () => {
    const docx = makeDocx(
      `<w:p><w:r><w:fldChar/><w:instrText>INCLUDETEXT "http://127.0.0.1:9/x"</w:instrText><w:t>shown last</w:t></w:r></w:p>`,
      [
        {
          name: "word/_rels/document.xml.rels",
          content:
            '<Relationships><Relationship Id="a" Type="http://x/styles" Target="http://127.0.0.1:9/styles.xml" TargetMode="External"/><Relationship Id="b" Type="http://x/footnotes" Target="../../../../etc/passwd"/></Relationships>',
        },
      ],
    );
    expect(await read(docx, "a.docx")).toBe("shown last");
    const xlsx = makeXlsx({
      S: '<row r="3"><c r="B3"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>42</v></c><c r="C3" t="str"><f>A1&amp;"x"</f><v>=cmd</v></c></row>',
    });
    const extraction = await extract(xlsx, "a.xlsx");
    if (extraction.kind !== "document") throw new Error(extraction.reason);
    expect(extraction.document.text).toBe("S\n\n42 | =cmd");
    expect(extraction.document.blocks.at(-1)?.locator).toEqual({ kind: "cell", sheet: "S", cell: "B3" });
  });
});
