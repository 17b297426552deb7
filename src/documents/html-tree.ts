import type { DefaultTreeAdapterTypes } from "parse5";

export type HtmlNode = DefaultTreeAdapterTypes.ChildNode;
export type HtmlElement = DefaultTreeAdapterTypes.Element;
export type HtmlParent = DefaultTreeAdapterTypes.ParentNode;
export type HtmlTextNode = DefaultTreeAdapterTypes.TextNode;

export function isElement(node: HtmlNode): node is HtmlElement {
  return "tagName" in node;
}

export function isText(node: HtmlNode): node is HtmlTextNode {
  return node.nodeName === "#text";
}

export function attribute(element: HtmlElement, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

export interface Visitor {
  /** False leaves out what is below the node; `leave` is then not called for it. */
  readonly enter: (node: HtmlNode) => boolean;
  readonly leave?: (element: HtmlElement) => void;
}

/** Visits everything below `root` in document order. With a stack of its own, because pages nest deeper than calls can. */
export function walk(root: HtmlParent, visitor: Visitor): void {
  const open: { readonly parent: HtmlParent; next: number }[] = [{ parent: root, next: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const node = top.parent.childNodes[top.next];
    top.next += 1;
    if (node === undefined) {
      open.pop();
      if (open.length > 0 && "tagName" in top.parent) visitor.leave?.(top.parent);
    } else if (visitor.enter(node) && isElement(node)) {
      open.push({ parent: node, next: 0 });
    }
  }
}

/** The first element below `root` for which `matches` holds. */
export function findElement(root: HtmlParent, matches: (element: HtmlElement) => boolean): HtmlElement | undefined {
  let found: HtmlElement | undefined;
  walk(root, {
    enter: (node) => {
      if (found === undefined && isElement(node) && matches(node)) found = node;
      return found === undefined;
    },
  });
  return found;
}

/** All text below an element, white space collapsed. */
export function textOf(element: HtmlElement): string {
  const parts: string[] = [];
  walk(element, {
    enter: (node) => {
      if (isText(node)) parts.push(node.value);
      return !(isElement(node) && NOT_TEXT.has(node.tagName));
    },
  });
  return parts.join("").replace(/\s+/gu, " ").trim();
}

/** Elements whose content is no text of the page. */
export const NOT_TEXT: ReadonlySet<string> = new Set(
  "script style template noscript svg iframe object embed canvas audio video map select datalist button dialog head title".split(" "),
);

const LANDMARK_ROLES: ReadonlySet<string> = new Set("navigation banner contentinfo search complementary menu menubar toolbar".split(" "));

/** True for navigation, and for the headers, footers and side columns of the page rather than of its content. */
export function isAroundContent(element: HtmlElement, insideContent: boolean): boolean {
  const { tagName } = element;
  const role = attribute(element, "role") ?? "";
  if (tagName === "nav" || role === "navigation" || role === "menu" || role === "menubar" || role === "search") return true;
  if (insideContent) return false;
  if (tagName === "footer" || tagName === "aside" || LANDMARK_ROLES.has(role)) return true;
  // A header at the top of a page may hold its only title.
  return tagName === "header" && findElement(element, ({ tagName: inner }) => /^h[1-6]$/.test(inner)) === undefined;
}

const hidingStyles: readonly (readonly [string, RegExp])[] = [
  ["display: none", /(?:^|;)display:none/],
  ["visibility: hidden", /(?:^|;)visibility:(?:hidden|collapse)/],
  ["transparent", /(?:^|;)opacity:0?(?:\.0+)?(?:;|!|$)|(?:^|;)opacity:0%|(?:^|;)color:(?:transparent|rgba\([^)]*,0(?:\.0+)?\))/],
  ["font size 0", /(?:^|;)font-size:[01](?:\.0+)?(?:px|pt|em|rem|%)?(?:;|!|$)/],
  ["off the page", /(?:^|;)(?:text-indent|left|right|top|margin-left):-\d{3,}/],
  ["clipped", /(?:^|;)clip:rect\((?:0|1px)|(?:^|;)clip-path:inset\((?:50|100)%/],
];

/** Why a reader of the page does not see this element; undefined when its own attributes do not hide it. */
export function hiddenBy(element: HtmlElement): string | undefined {
  const hidden = attribute(element, "hidden");
  if (hidden !== undefined && hidden !== "until-found") return "hidden attribute";
  const style = (attribute(element, "style") ?? "").slice(0, 2_000).toLowerCase().replace(/\s+/g, "");
  if (style === "") return undefined;
  const found = hidingStyles.find(([, pattern]) => pattern.test(style));
  if (found !== undefined) return found[0];
  const color = /(?:^|;)color:([^;!]+)/.exec(style)?.[1];
  const background = /(?:^|;)background(?:-color)?:([^;!]+)/.exec(style)?.[1];
  return color !== undefined && color === background ? "colour of its background" : undefined;
}

/** Meant for screen readers only, or for the eye only: repeats or decorates the text that both have. */
export function isDuplicate(element: HtmlElement): boolean {
  if (attribute(element, "aria-hidden") === "true") return true;
  return /(?:^|\s)(?:sr-only|visually-hidden|visuallyhidden|screen-reader-text)(?:\s|$)/.test(attribute(element, "class") ?? "");
}

const CONTENT_LENGTH_MIN = 200;

/**
 * The element that holds the page's own content: main, else a single article that has most of the text, else the body.
 * A main that is nearly empty beside a full body is a shell for scripts, and is not believed.
 */
export function mainContent(body: HtmlElement): HtmlElement {
  const main = findElement(body, (element) => element.tagName === "main" || attribute(element, "role") === "main");
  const all = textOf(body).length;
  if (main !== undefined) {
    const own = textOf(main).length;
    return own >= CONTENT_LENGTH_MIN || own >= all / 4 ? main : body;
  }
  let articles = 0;
  walk(body, {
    enter: (node) => {
      const isArticle = isElement(node) && node.tagName === "article";
      if (isArticle) articles += 1;
      return !isArticle;
    },
  });
  const article = articles === 1 ? findElement(body, (element) => element.tagName === "article") : undefined;
  return article !== undefined && textOf(article).length >= all / 2 ? article : body;
}
