/** The style of a report's page: everything is in it, nothing is fetched. Light and dark, and readable on a telephone. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d1b18; --soft: #6b665e; --line: #e4e0d8; --grid: #ece8e1; --well: #f5f2ec;
  --accent: #3457b2; --good: #1d7a4c; --bad: #b3372c; --warn: #8a5a00;
  --good-well: #e6f3ec; --bad-well: #fbeae7; --warn-well: #fbf1dc; --accent-well: #e8edf9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16171a; --card: #1e2024; --ink: #e9e7e2; --soft: #a09c94; --line: #33363c; --grid: #2b2e33; --well: #25282d;
    --accent: #8fabf2; --good: #66c795; --bad: #f08a7d; --warn: #e0b25e;
    --good-well: #1b3327; --bad-well: #3d2321; --warn-well: #382c16; --accent-well: #232c45;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1000px; margin: 0 auto; padding: 40px 20px 72px; }
h1 { margin: 2px 0 4px; font-size: 30px; line-height: 1.2; letter-spacing: -0.015em; }
h2 { margin: 0 0 14px; font-size: 17px; letter-spacing: -0.005em; }
p { margin: 0 0 10px; }
.eyebrow { margin: 0; color: var(--soft); font-size: 13px; letter-spacing: 0.02em; }
.under { color: var(--soft); margin: 0; }
section { margin-top: 22px; padding: 22px 24px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.verdict { margin: 22px 0 0; padding: 16px 24px; border-radius: 12px; font-size: 18px; font-weight: 600; }
.verdict.good { background: var(--good-well); color: var(--good); }
.verdict.bad { background: var(--bad-well); color: var(--bad); }
.notes { margin: 16px 0 0; padding: 12px 24px 12px 40px; border-radius: 12px; background: var(--warn-well); color: var(--warn); }
.notes li { }
.scroll { overflow-x: auto; margin: 0 -24px; padding: 0 24px; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { padding: 0 12px 8px 0; color: var(--soft); font-size: 12.5px; font-weight: 500; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--line); }
td { padding: 9px 12px 9px 0; border-bottom: 1px solid var(--grid); vertical-align: top; white-space: nowrap; }
td.wide { white-space: normal; min-width: 210px; }
tr:last-child > td { border-bottom: 0; padding-bottom: 0; }
th.number, td.number { text-align: right; }
th:last-child, td:last-child { padding-right: 0; }
tr.over > th { padding: 18px 0 6px; color: var(--ink); font-size: 14px; font-weight: 600; }
tbody tr.over:first-child > th { padding-top: 12px; }
td.name { font-weight: 600; max-width: 240px; white-space: normal; }
.model { display: block; color: var(--soft); font-size: 12.5px; font-weight: 400; }
.soft { color: var(--soft); }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.tag { display: inline-block; margin: 0 6px 0 0; padding: 0 8px; border-radius: 99px; background: var(--well); color: var(--soft); font-size: 12.5px; line-height: 20px; font-weight: 500; max-width: 100%; }
.tag.good { background: var(--good-well); color: var(--good); } .tag.bad { background: var(--bad-well); color: var(--bad); }
.tag.warn { background: var(--warn-well); color: var(--warn); } .tag.accent { background: var(--accent-well); color: var(--accent); }
ul.plain, ol.plain { list-style: none; margin: 0; padding: 0; }
ul.plain > li { padding: 9px 0; border-bottom: 1px solid var(--grid); }
ul.plain > li.told { display: grid; grid-template-columns: 92px 1fr; align-items: baseline; }
ul.plain > li.told > .tag { justify-self: start; }
ul.plain > li:first-child { padding-top: 0; } ul.plain > li:last-child { border-bottom: 0; padding-bottom: 0; }
figure { margin: 0; } figure.intervals { margin-top: 26px; } svg { display: block; overflow: hidden; }
svg text { fill: var(--ink); font: 13px/1 system-ui, -apple-system, "Segoe UI", sans-serif; font-variant-numeric: tabular-nums; }
svg .name { font-weight: 600; } svg .axis, svg .value { fill: var(--soft); font-size: 12px; } svg .value { font-size: 13px; } svg .strong { fill: var(--ink); font-weight: 600; }
svg .grid { stroke: var(--grid); } svg .track { stroke: var(--grid); stroke-width: 2; }
svg .bar { stroke: var(--ink); stroke-width: 2; } svg .bar.across { stroke-width: 1; stroke-dasharray: 4 4; }
svg .interval { stroke-width: 8; stroke-linecap: round; opacity: 0.32; }
svg .interval.plain, svg .whisker.plain { stroke: var(--accent); } svg .interval.good { stroke: var(--good); } svg .interval.bad { stroke: var(--bad); }
svg .mean.plain { fill: var(--accent); } svg .mean.good { fill: var(--good); } svg .mean.bad { fill: var(--bad); }
svg .whisker { stroke-width: 2; opacity: 0.45; } svg .whisker.good { stroke: var(--good); } svg .whisker.plain { stroke: var(--soft); }
svg .frontier { stroke: var(--good); stroke-width: 2; opacity: 0.6; }
svg .point { stroke: var(--card); stroke-width: 2; } svg .point.good { fill: var(--good); } svg .point.plain { fill: var(--soft); }
svg .number { fill: var(--card); font-weight: 700; font-size: 12px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 10px 0 12px; padding: 0; list-style: none; font-size: 13.5px; }
.legend li { } .legend b { display: inline-block; min-width: 19px; margin-right: 6px; border-radius: 99px; background: var(--soft); color: var(--card); font-size: 12px; line-height: 19px; text-align: center; }
.legend b.good { background: var(--good); color: var(--card); }
.filters { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 14px; }
.filters label { padding: 3px 13px; border: 1px solid var(--line); border-radius: 99px; font-size: 13.5px; cursor: pointer; }
.filters input { position: absolute; opacity: 0; pointer-events: none; }
.filters label:has(:checked) { background: var(--ink); border-color: var(--ink); color: var(--paper); }
.filters label:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
section:has(#show-missed:checked) details.case:not(.missed), section:has(#show-differing:checked) details.case:not(.differing) { display: none; }
details.case { border-top: 1px solid var(--grid); }
details.case > summary { display: flex; gap: 12px; align-items: baseline; padding: 9px 0; cursor: pointer; list-style: none; }
details.case > summary::-webkit-details-marker { display: none; }
details.case > summary::before { content: "›"; flex: none; color: var(--soft); transition: transform 0.12s; }
details.case[open] > summary::before { transform: rotate(90deg); }
summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.case .id { flex: none; max-width: 38%; font-weight: 600; }
.case .line { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--soft); }
.marks { flex: none; display: flex; gap: 4px; }
.mark { min-width: 22px; padding: 0 5px; border-radius: 6px; font-size: 13px; line-height: 22px; font-weight: 600; text-align: center; background: var(--well); color: var(--soft); }
.mark.passed { background: var(--good-well); color: var(--good); } .mark.failed { background: var(--bad-well); color: var(--bad); } .mark.error, .mark.ungraded, .mark.mixed { background: var(--warn-well); color: var(--warn); }
.body { padding: 2px 0 18px 20px; }
.body h3 { margin: 16px 0 6px; font-size: 14px; } .body h4 { margin: 0 0 6px; color: var(--soft); font-size: 12.5px; font-weight: 500; }
.text { margin: 0 0 8px; padding: 10px 14px; border-radius: 8px; background: var(--well); font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.facts { margin: 0 0 4px; color: var(--soft); font-size: 13px; }
.grades { margin: 0 0 4px; padding: 0; list-style: none; font-size: 14px; } .grades li { margin: 3px 0; }
footer { margin-top: 26px; color: var(--soft); font-size: 13px; }
@media (max-width: 600px) {
  main { padding: 24px 12px 48px; } h1 { font-size: 24px; }
  section { padding: 18px 16px; } .scroll { margin: 0 -16px; padding: 0 16px; } .verdict { padding: 14px 16px; font-size: 16px; }
  table.cards, table.cards tbody { display: block; } table.cards thead { display: none; }
  table.cards tr { display: grid; grid-template-columns: 1fr 1fr; gap: 6px 16px; padding: 14px 0; border-bottom: 1px solid var(--grid); }
  table.cards tr:first-child { padding-top: 0; } table.cards tr:last-child { border-bottom: 0; padding-bottom: 0; }
  table.cards tr.over { display: block; padding: 14px 0 0; border: 0; } table.cards tr.over > th { display: block; padding: 0; border: 0; white-space: normal; }
  table.cards td, table.cards tr:last-child > td { padding: 0; border: 0; text-align: left; white-space: normal; min-width: 0; }
  table.cards td.name, table.cards td.wide { grid-column: 1 / -1; max-width: none; }
  table.cards td:not(.name):not(.wide)::before { content: attr(data-head); display: block; color: var(--soft); font-size: 12px; }
  ul.plain > li.told { grid-template-columns: 1fr; gap: 4px; }
  details.case > summary { flex-wrap: wrap; gap: 4px 10px; } .case .id { max-width: 60%; } .case .line { order: 3; flex-basis: 100%; padding-left: 16px; } .marks { margin-left: auto; }
  .body { padding-left: 0; }
}
@media print { body { background: none; } section { break-inside: avoid; } .filters { display: none; } }
`;
