/** The one style sheet: readable, narrow enough, visible focus, contrast of at least 4.5 to 1. */
export const STYLE_SHEET = `:root { color-scheme: light; --ink: #1b1b1b; --soft: #4a4a4a; --line: #767676; --paper: #fff; --tint: #f2f4f7; --link: #0b4f8a; --late: #9b1c1c; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, [tabindex]:focus-visible, summary:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }
header, main, footer { max-width: 90rem; margin: 0 auto; padding: 0 1rem; }
header { border-bottom: 1px solid var(--line); padding-top: .75rem; padding-bottom: .5rem; }
header ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
header .top { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 2rem; align-items: baseline; }
header .site { font-size: 1.25rem; font-weight: 700; text-decoration: none; color: var(--ink); }
[aria-current] { font-weight: 700; }
.clock, .past { background: #fff4ce; border: 1px solid #8a6100; padding: .4rem .75rem; margin: .75rem 0 0; }
main { padding-bottom: 3rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 1.5rem 0 .75rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
p, dd, li { max-width: 48rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; }
caption { text-align: left; font-weight: 700; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #c8ccd2; }
thead th { background: var(--tint); border-bottom: 2px solid var(--line); vertical-align: bottom; }
tbody th { font-weight: 400; min-width: 16rem; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
dl.facts { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .35rem 1rem; }
dl.facts dt { font-weight: 600; }
dl.facts dd { margin: 0; }
.why { font-size: .875rem; white-space: nowrap; }
.soft { color: var(--soft); }
.late { color: var(--late); font-weight: 600; }
form.filter { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; background: var(--tint); padding: .75rem; margin: 1rem 0; }
form.filter label { display: block; font-size: .9rem; font-weight: 600; }
input, select, button { font: inherit; color: inherit; padding: .35rem .5rem; border: 1px solid var(--line); background: var(--paper); border-radius: 3px; }
button { background: var(--link); color: #fff; border-color: var(--link); cursor: pointer; }
ol.timeline { list-style: none; margin: 0; padding: 0; border-left: 3px solid #c8ccd2; }
ol.timeline > li { padding: 0 0 1rem 1rem; max-width: 60rem; }
ol.timeline h3 { margin: 0; }
ol.timeline p { margin: .2rem 0; }
.annulled .said, .replaced .said { color: var(--soft); text-decoration: line-through; }
.note { border-left: 3px solid #8a6100; padding-left: .5rem; }
del { color: var(--late); } ins { color: #14532d; }
blockquote { margin: .5rem 0; padding: .25rem 0 .25rem 1rem; border-left: 3px solid var(--line); white-space: pre-wrap; max-width: 48rem; }
ol.lines { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .9rem; padding-left: 4rem; }
ol.lines li { white-space: pre-wrap; max-width: none; }
ol.lines li:target { background: #fff4ce; }
pre { background: var(--tint); padding: .75rem; overflow-x: auto; font-size: .875rem; }
footer { border-top: 1px solid var(--line); padding-top: .75rem; padding-bottom: 2rem; color: var(--soft); font-size: .9rem; }
@media (max-width: 40rem) { dl.facts { grid-template-columns: 1fr; } dl.facts dd { margin-bottom: .5rem; } }
@media print { header nav, form.filter, .skip { display: none; } }
`;
