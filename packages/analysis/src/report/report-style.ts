/** Style sheet of the report: screen (light and dark) and print. Figures stay on white, as drawn. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: #1a1a1a; --quiet: #555; --paper: #fff; --line: #d0d0d0; --shade: #f5f5f5; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --quiet: #aaa; --paper: #16181a; --line: #3c3f42; --shade: #202326; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0.5rem; padding-bottom: 0.2rem; border-bottom: 1px solid var(--line); }
p { margin: 0.4rem 0; }
.quiet, .notes, figcaption { color: var(--quiet); font-size: 0.9rem; }
.warning { border-left: 4px solid #d55e00; padding: 0.4rem 0.8rem; background: var(--shade); }
.wide { overflow-x: auto; margin: 0.8rem 0; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: 0.3rem 0; }
th, td { padding: 0.25rem 0.8rem 0.25rem 0; text-align: left; vertical-align: top; white-space: nowrap; }
th { font-weight: 600; border-bottom: 1px solid var(--ink); }
td { border-bottom: 1px solid var(--line); }
.number { text-align: right; }
td.text { white-space: pre-wrap; overflow-wrap: anywhere; }
pre { background: var(--shade); padding: 0.8rem; overflow-x: auto; font-size: 0.85rem; }
figure { margin: 1.2rem 0; }
.plot { background: #fff; border: 1px solid var(--line); padding: 0.5rem; overflow-x: auto; }
.plot svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
summary { cursor: pointer; }
.tip { position: fixed; z-index: 1; max-width: 22rem; padding: 0.3rem 0.6rem; border-radius: 3px; background: #1a1a1a; color: #fff; font-size: 0.85rem; pointer-events: none; }
.tip[hidden] { display: none; }
.pointed { stroke: #000; stroke-width: 2px; }
/* Shrunk to a telephone's width the text of a figure could not be read: there it keeps its size and is moved sideways. */
@media screen and (max-width: 40rem) { .plot svg { max-width: none; } }
@media print {
  :root { --ink: #000; --quiet: #333; --paper: #fff; --line: #bbb; --shade: #fff; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  figure, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  .plot { border: 0; padding: 0; overflow: visible; }
  .wide, pre { overflow: visible; }
  pre { white-space: pre-wrap; }
  .screen, .tip { display: none; }
}
`;
