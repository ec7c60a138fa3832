/** Inline, so that the file is whole wherever it is kept. Text and links have a contrast above 7:1 on white. */
export const style = `
:root { color-scheme: light; }
body { margin: 0 auto; padding: 1.5rem; max-width: 48rem; background: #fff; color: #1a1a1a;
  font: 1rem/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.5rem; margin: 2.5rem 0 .75rem; border-bottom: 2px solid #1a1a1a; }
h3 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1rem 0 .25rem; }
.lead { font-size: 1.2rem; margin: 0; }
.notice { border: 2px solid #1a1a1a; padding: .5rem .75rem; font-weight: 600; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: 13rem 1fr; gap: .25rem 1rem; padding: .25rem 0;
  border-top: 1px solid #767676; }
dt { font-weight: 600; }
dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
li { margin: .5rem 0; white-space: pre-line; overflow-wrap: anywhere; }
a { color: #00347d; text-decoration: underline; }
a:focus { outline: 3px solid #00347d; outline-offset: 2px; }
.cites { font-size: .8rem; white-space: normal; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { border: 1px solid #767676; padding: .25rem .5rem; text-align: left; font-weight: 400; }
thead th { font-weight: 600; }
td { font-variant-numeric: tabular-nums; }
footer { margin-top: 3rem; border-top: 2px solid #1a1a1a; padding-top: .5rem; font-size: .875rem; }
@media (max-width: 40rem) { dl > div { grid-template-columns: 1fr; } }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; } .skip { display: none; }
  h2, h3, h4 { break-after: avoid; } dl > div, li, tr { break-inside: avoid; } a { color: inherit; } }
`;
