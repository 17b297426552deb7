import { extensionOf } from "./extension.ts";

/** What the scanner of source-code.ts knows of a language. */
export interface Family {
  readonly language: string;
  /** The name that a line defines; undefined when it defines none. */
  nameIn(line: string): string | undefined;
  /** Whether a line above a definition belongs to it: comments, decorators, attributes. */
  leads(line: string): boolean;
  /** Marks between which lines define nothing: long comments and strings. */
  readonly spans: readonly (readonly [string, string])[];
  readonly lineComment?: string;
  /** How deep definitions are told apart: 2 is a class and its methods. */
  readonly depthMax: number;
}

interface Spec {
  readonly extensions: readonly string[];
  readonly language: string;
  /** The first group that matched is the name. */
  readonly patterns: readonly RegExp[];
  readonly lead: RegExp;
  readonly spans?: readonly (readonly [string, string])[];
  readonly lineComment?: string;
  readonly depthMax?: number;
}

const C_LEAD = /^\s*(?:\/\/|\/\*|\*|@\w|#\[|\[\w)/;
const HASH_LEAD = /^\s*(?:#|@\w)/;
const C_SPANS: Spec["spans"] = [["/*", "*/"]];
/** Words that a call or a statement may begin with, and a definition does not. */
const NO_NAME: ReadonlySet<string> = new Set(
  "if else for foreach while do switch case return throw catch try finally new await yield delete typeof sizeof using lock with synchronized assert super this function match when unless until elif except".split(
    " ",
  ),
);

const JS = [
  /^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:class|interface|enum|namespace|module)\s+([\w$.]+)/,
  /^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:async\s+)?function\s*\*?\s*([\w$]+)/,
  /^(?:export\s+)?(?:declare\s+)?type\s+([\w$]+)/,
  /^(?:export\s+)?(?:const|let|var)\s+([\w$]+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function\b|\([^)]*\)\s*(?::[^=]+)?=>|[\w$]+\s*=>|\($)/,
  /^(?:module\.)?exports\.([\w$]+)\s*=/,
  /^\s+(?:(?:public|private|protected|static|readonly|override|abstract|async|get|set)\s+)*\*?(#?[\w$]+)\s*(?:<[^>]*>)?\([^;]*\)?\s*(?::[^={]+)?\{\s*$/,
];
const TYPED_MEMBER =
  /^\s*(?:(?:@\w+(?:\([^)]*\))?|public|private|protected|internal|static|final|abstract|virtual|override|sealed|async|synchronized|native|default|partial|readonly|extern|unsafe)\s+)+(?:<[^>]+>\s*)?(?:[\w.<>[\],?]+\s+)*([\w$]+)\s*\(/;
const C_FUNCTION =
  /^(?!\s)(?:(?:static|inline|extern|const|unsigned|signed|struct|enum|virtual|constexpr|template\s*<[^>]*>|[A-Z_]+\([^)]*\))\s+)*[\w:<>,*&~]+(?:\s+[\w:<>,*&]+)*[\s*&]+((?:[\w~]+::)*[\w~]+)\s*\([^;]*$/;

const SPECS: readonly Spec[] = [
  {
    extensions: [".py", ".pyi", ".pyx"],
    language: "python",
    patterns: [/^\s*(?:async\s+def|def|class|cdef\s+class|cpdef)\s+(\w+)/],
    lead: HASH_LEAD,
    spans: [
      ['"""', '"""'],
      ["'''", "'''"],
    ],
    lineComment: "#",
  },
  {
    extensions: [".js", ".mjs", ".cjs", ".jsx"],
    language: "javascript",
    patterns: JS,
    lead: C_LEAD,
    spans: [...C_SPANS, ["`", "`"]],
    lineComment: "//",
  },
  {
    extensions: [".ts", ".mts", ".cts", ".tsx"],
    language: "typescript",
    patterns: JS,
    lead: C_LEAD,
    spans: [...C_SPANS, ["`", "`"]],
    lineComment: "//",
  },
  {
    extensions: [".vue", ".svelte", ".astro"],
    language: "component",
    patterns: JS,
    lead: C_LEAD,
    spans: [...C_SPANS, ["<!--", "-->"]],
    lineComment: "//",
  },
  {
    extensions: [".java"],
    language: "java",
    patterns: [/^\s*(?:[\w@]+\s+)*?(?:class|interface|enum|record|@interface)\s+(\w+)/, TYPED_MEMBER],
    lead: C_LEAD,
    spans: C_SPANS,
    lineComment: "//",
  },
  {
    extensions: [".cs"],
    language: "csharp",
    patterns: [/^\s*(?:[\w[\]]+\s+)*?(?:class|interface|enum|record|struct|namespace|delegate)\s+([\w.]+)/, TYPED_MEMBER],
    lead: C_LEAD,
    spans: C_SPANS,
    lineComment: "//",
    depthMax: 3,
  },
  {
    extensions: [".kt", ".kts"],
    language: "kotlin",
    patterns: [/^\s*(?:[\w@]+\s+)*?(?:class|interface|object|fun)\s+(?:<[^>]+>\s*)?([\w.]+)/],
    lead: C_LEAD,
    spans: C_SPANS,
    lineComment: "//",
  },
  {
    extensions: [".scala", ".sc"],
    language: "scala",
    patterns: [/^\s*(?:[\w@]+\s+)*?(?:class|trait|object|def|enum)\s+(\w+)/],
    lead: C_LEAD,
    spans: C_SPANS,
    lineComment: "//",
  },
  {
    extensions: [".swift"],
    language: "swift",
    patterns: [/^\s*(?:[\w@]+\s+)*?(?:class|struct|enum|protocol|extension|func|actor)\s+([\w.]+)/, /^\s*(?:\w+\s+)*(init)[?!]?\s*\(/],
    lead: C_LEAD,
    spans: C_SPANS,
    lineComment: "//",
  },
  {
    extensions: [".dart"],
    language: "dart",
    patterns: [
      /^\s*(?:abstract\s+|sealed\s+|base\s+)*(?:class|mixin|enum|extension|typedef)\s+(\w+)/,
      /^\s{0,2}(?:static\s+|final\s+|external\s+)*[\w<>?,]+\s+(\w+)\s*\([^;]*\{\s*$/,
    ],
    lead: C_LEAD,
    spans: C_SPANS,
    lineComment: "//",
  },
  {
    extensions: [".go"],
    language: "go",
    patterns: [/^func\s+(?:\([^)]*\)\s*)?(\w+)/, /^type\s+(\w+)/],
    lead: C_LEAD,
    spans: [...C_SPANS, ["`", "`"]],
    lineComment: "//",
    depthMax: 1,
  },
  {
    extensions: [".rs"],
    language: "rust",
    patterns: [
      /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:default\s+|const\s+|async\s+|unsafe\s+|extern\s+"[^"]*"\s+)*(?:fn|struct|enum|trait|mod|union|type|macro_rules!)\s+(\w+)/,
      /^\s*(?:unsafe\s+)?impl\b(?:<[^{]*?>)?\s+([^{]+?)\s*(?:where\b.*)?\{?\s*$/,
    ],
    lead: C_LEAD,
    spans: C_SPANS,
    lineComment: "//",
  },
  {
    extensions: [".c", ".h"],
    language: "c",
    patterns: [/^(?:typedef\s+)?(?:struct|enum|union)\s+(\w+)\s*\{?\s*$/, C_FUNCTION, /^#define\s+(\w+)\(/],
    lead: C_LEAD,
    spans: C_SPANS,
    lineComment: "//",
    depthMax: 1,
  },
  {
    extensions: [".cpp", ".cc", ".cxx", ".hpp", ".hh", ".hxx", ".cu", ".m", ".mm"],
    language: "cpp",
    patterns: [
      /^\s*(?:template\s*<.*>\s*)?(?:class|struct|enum(?:\s+class)?|namespace|union)\s+(?:\w+\s+)?(\w+)\s*(?:final\s*)?(?::[^:].*)?\{?\s*$/,
      C_FUNCTION,
      /^[-+]\s*\([^)]*\)\s*(\w+)/,
    ],
    lead: C_LEAD,
    spans: C_SPANS,
    lineComment: "//",
    depthMax: 3,
  },
  {
    extensions: [".php"],
    language: "php",
    patterns: [
      /^\s*(?:abstract\s+|final\s+|readonly\s+)*(?:class|interface|trait|enum)\s+(\w+)/,
      /^\s*(?:(?:public|private|protected|static|abstract|final)\s+)*function\s+&?(\w+)/,
    ],
    lead: /^\s*(?:\/\/|\/\*|\*|#)/,
    spans: C_SPANS,
    lineComment: "//",
  },
  {
    extensions: [".rb", ".rake"],
    language: "ruby",
    patterns: [/^\s*(?:class|module|def)\s+((?:self\.)?[\w:?!=]+)/],
    lead: /^\s*#/,
    spans: [["=begin", "=end"]],
    lineComment: "#",
    depthMax: 3,
  },
  {
    extensions: [".sh", ".bash", ".zsh", ".ksh"],
    language: "shell",
    patterns: [/^\s*(?:function\s+)?([\w:.-]+)\s*\(\)\s*\{?/, /^\s*function\s+([\w:.-]+)/],
    lead: /^\s*#/,
    lineComment: "#",
    depthMax: 1,
  },
  {
    extensions: [".ps1", ".psm1", ".psd1"],
    language: "powershell",
    patterns: [/^\s*(?:function|filter|class)\s+([\w:-]+)/i],
    lead: /^\s*#/,
    spans: [["<#", "#>"]],
    lineComment: "#",
  },
  {
    extensions: [".sql"],
    language: "sql",
    patterns: [
      /^\s*create\s+(?:or\s+replace\s+)?(?:(?:temp(?:orary)?|unique|materialized|unlogged|global|recursive)\s+)*(?:table|view|index|function|procedure|trigger|type|schema|sequence|package(?:\s+body)?)\s+(?:if\s+not\s+exists\s+)?([\w."`[\]]+)/i,
      /^\s*alter\s+table\s+(?:only\s+)?([\w."`[\]]+)/i,
    ],
    lead: /^\s*(?:--|\/\*|\*)/,
    spans: C_SPANS,
    lineComment: "--",
    depthMax: 1,
  },
  {
    extensions: [".lua"],
    language: "lua",
    patterns: [/^\s*(?:local\s+)?function\s+([\w.:]+)/, /^\s*(?:local\s+)?([\w.]+)\s*=\s*function\b/],
    lead: /^\s*--/,
    spans: [["--[[", "]]"]],
    lineComment: "--",
    depthMax: 1,
  },
  {
    extensions: [".ex", ".exs"],
    language: "elixir",
    patterns: [/^\s*(?:defmodule|defp?|defmacrop?|defprotocol|defimpl)\s+([\w.?!]+)/],
    lead: /^\s*(?:#|@\w)/,
    spans: [['"""', '"""']],
    lineComment: "#",
    depthMax: 3,
  },
  { extensions: [".r"], language: "r", patterns: [/^\s*([\w.]+)\s*(?:<-|=)\s*function\b/], lead: /^\s*#/, lineComment: "#", depthMax: 1 },
  {
    extensions: [".jl"],
    language: "julia",
    patterns: [/^\s*(?:function|macro|(?:mutable\s+)?struct|module|abstract\s+type)\s+([\w.!]+)/],
    lead: /^\s*#/,
    spans: [
      ['"""', '"""'],
      ["#=", "=#"],
    ],
    lineComment: "#",
  },
  {
    extensions: [".pl", ".pm"],
    language: "perl",
    patterns: [/^\s*(?:sub|package)\s+([\w:]+)/],
    lead: /^\s*#/,
    spans: [["=pod", "=cut"]],
    lineComment: "#",
  },
  {
    extensions: [".hs"],
    language: "haskell",
    patterns: [/^([a-z_][\w']*)\s*::/, /^(?:data|newtype|type|class|instance)\s+(?:.*=>\s*)?([A-Z][\w.']*)/],
    lead: /^\s*--/,
    spans: [["{-", "-}"]],
    lineComment: "--",
    depthMax: 1,
  },
  {
    extensions: [".clj", ".cljs", ".lisp", ".el", ".scm"],
    language: "lisp",
    patterns: [/^\s{0,2}\((?:def\w*|ns)\s+\^?([^\s()]+)/],
    lead: /^\s*;/,
    lineComment: ";",
    depthMax: 1,
  },
  {
    extensions: [".tf", ".hcl"],
    language: "terraform",
    patterns: [/^(?:resource|data|module|variable|output|provider|locals)\s+(.+?)\s*\{/],
    lead: /^\s*(?:#|\/\/)/,
    lineComment: "#",
    depthMax: 1,
  },
  {
    extensions: [".proto"],
    language: "protobuf",
    patterns: [/^\s*(?:message|service|enum|rpc)\s+(\w+)/],
    lead: C_LEAD,
    spans: C_SPANS,
    lineComment: "//",
  },
  {
    extensions: [".graphql", ".gql"],
    language: "graphql",
    patterns: [/^(?:extend\s+)?(?:type|input|enum|interface|union|scalar|query|mutation|fragment|directive)\s+@?(\w+)/],
    lead: /^\s*(?:#|""")/,
    lineComment: "#",
    depthMax: 1,
  },
  { extensions: [".css", ".scss", ".less"], language: "css", patterns: [], lead: C_LEAD, spans: C_SPANS },
  {
    extensions: [".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties"],
    language: "settings",
    patterns: [/^\s*\[\[?([^\]]+)\]\]?\s*$/],
    lead: /^\s*[#;]/,
    lineComment: "#",
    depthMax: 1,
  },
  {
    extensions: [".gradle", ".groovy", ".make", ".mk", ".cmake", ".bat", ".cmd", ".tex", ".bib", ".vim", ".zig", ".nim", ".asm"],
    language: "other",
    patterns: [],
    lead: HASH_LEAD,
  },
];

/** Extensions that are read as source code. */
export const SOURCE_EXTENSIONS: readonly string[] = SPECS.flatMap(({ extensions }) => extensions);

export function familyOf(path: string): Family | undefined {
  const extension = extensionOf(path);
  const spec = SPECS.find(({ extensions }) => extensions.includes(extension));
  if (spec === undefined) return undefined;
  const { language, patterns, lead, spans = [], lineComment, depthMax = 2 } = spec;
  return {
    language,
    spans,
    depthMax,
    ...(lineComment !== undefined && { lineComment }),
    leads: (line) => lead.test(line) && line.trim() !== "",
    nameIn: (line) => {
      for (const pattern of patterns) {
        const name = pattern.exec(line)?.[1]?.trim();
        if (name !== undefined && name !== "" && !NO_NAME.has(name)) return name;
      }
      return undefined;
    },
  };
}
