import { describe, expect, it } from "vitest";
import { plainStyle, safeText, terminalStyle, wrap, wrapPieces } from "./style.ts";

describe("safeText", () => {
  it("keeps escape sequences and bidirectional overrides of foreign text from the terminal", () => {
    expect(safeText("a\u001b[2Jb\u0007c\u202ed\u009be")).toBe("a\ufffd[2Jb\ufffdc\ufffdd\ufffde");
  });

  it("folds line breaks and tabs, so that a file name with a newline stays on its line", () => {
    expect(safeText("two\n  lines\tand\r\nmore")).toBe("two lines and more");
  });

  it("leaves letters of every script as they are", () => {
    const text = "Zoë 東京 🚚 € “quoted”";
    expect(safeText(text)).toBe(text);
  });
});

describe("wrapPieces", () => {
  it("wraps a text that comes in pieces of any length as it wraps the whole", () => {
    const text = "The sponsor is Marit Sandvoll, who signed  the plan; an-endless-word-that-fits-no-line and more.";
    for (const width of [1, 9, 30, 200])
      for (let length = 1; length < 20; length++) {
        const { push, end } = wrapPieces(width);
        let out = "";
        for (let at = 0; at < text.length; at += length) out += push(text.slice(at, at + length));
        expect(out + end()).toBe(wrap(text, width));
      }
  });
});

describe("wrap", () => {
  it("breaks at spaces and indents what follows", () => {
    expect(wrap("one two three four", 9, "  ")).toBe("one two\n  three\n  four");
  });

  it("keeps the indent that the text begins with", () => {
    expect(wrap("    one two three", 12, "    ")).toBe("    one two\n    three");
  });

  it("lets a word that is too long stand alone", () => {
    expect(wrap("a extraordinarily b", 8)).toBe("a\nextraordinarily\nb");
  });
});

it("dresses text only for terminals", () => {
  expect(terminalStyle.red("x")).toBe("\u001b[31mx\u001b[39m");
  expect(plainStyle.red("x")).toBe("x");
});
