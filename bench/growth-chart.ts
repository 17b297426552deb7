/** Median milliseconds a query against chunks, one line a kind of search. */
export interface GrowthLine {
  readonly name: string;
  readonly points: readonly { readonly chunks: number; readonly ms: number }[];
}

const WIDTH = 740;
const HEIGHT = 400;
const LEFT = 70;
const RIGHT = 50;
const TOP = 60;
const BOTTOM = 50;
/** Told apart by shade and by dash, so also without colours. */
const STROKES = [
  { colour: "#1f6feb", dash: "" },
  { colour: "#d97706", dash: "8 4" },
  { colour: "#15803d", dash: "2 4" },
] as const;

/** An SVG with both axes logarithmic: ten times the chunks for ten times the time is a line at one slope everywhere. */
export function growthChart(lines: readonly GrowthLine[]): string {
  const all = lines.flatMap(({ points }) => points);
  const x = axis(
    all.map(({ chunks }) => chunks),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = axis(
    all.map(({ ms }) => ms),
    HEIGHT - BOTTOM,
    TOP,
  );
  const text = (at: { readonly x: number; readonly y: number }, words: string, anchor = "middle"): string =>
    `<text x="${at.x.toFixed(1)}" y="${at.y.toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
  const grid = [
    ...x.ticks.map(
      (value) => `<path class="grid" d="M${x.place(value).toFixed(1)} ${TOP}V${HEIGHT - BOTTOM}"/>
${text({ x: x.place(value), y: HEIGHT - BOTTOM + 18 }, value.toLocaleString("en-US"))}`,
    ),
    ...y.ticks.map(
      (value) => `<path class="grid" d="M${LEFT} ${y.place(value).toFixed(1)}H${WIDTH - RIGHT}"/>
${text({ x: LEFT - 8, y: y.place(value) + 4 }, `${value} ms`, "end")}`,
    ),
  ];
  const curves = lines.map(({ name, points }, i) => {
    const { colour, dash } = STROKES[i % STROKES.length]!;
    const path = points
      .map(({ chunks, ms }, n) => `${n === 0 ? "M" : "L"}${x.place(chunks).toFixed(1)} ${y.place(ms).toFixed(1)}`)
      .join("");
    const dots = points.map(
      ({ chunks, ms }) => `<circle cx="${x.place(chunks).toFixed(1)}" cy="${y.place(ms).toFixed(1)}" r="3.5" fill="${colour}"/>`,
    );
    const key = 24 + 18 * i;
    return [
      `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`,
      ...dots,
      `<path d="M${LEFT + 8} ${TOP + key - 4}h30" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`,
      text({ x: LEFT + 46, y: TOP + key }, name, "start"),
    ].join("\n");
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Milliseconds a query against chunks">
<style>text{font:13px system-ui,sans-serif;fill:#333}.grid{stroke:#ddd;fill:none}</style>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${text({ x: WIDTH / 2, y: 28 }, "One query on one core: median time against size")}
${grid.join("\n")}
${text({ x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 10 }, "chunks")}
${curves.join("\n")}
</svg>
`;
}

/** A logarithmic axis over whole powers of ten from pixel `from` to pixel `to`. */
function axis(values: readonly number[], from: number, to: number): { readonly ticks: readonly number[]; place(value: number): number } {
  const logs = values.map(Math.log10);
  const low = Math.floor(Math.min(...logs));
  const high = Math.max(low + 1, Math.ceil(Math.max(...logs)));
  return {
    ticks: Array.from({ length: high - low + 1 }, (_, i) => Number(`1e${low + i}`)),
    place: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
  };
}
