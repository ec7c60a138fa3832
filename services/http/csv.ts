import type { Cell } from './handler';

/**
 * A table as Norwegian Excel reads it: `;` between cells, CRLF, a byte order mark, decimal strings as they are. Cells
 * that a spreadsheet would take for a formula get an apostrophe in front.
 */
export function csvOf(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\ufeff${[header, ...rows].map(row => `${row.map(cellOf).join(';')}\r\n`).join('')}`;
}

function cellOf(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = String(cell);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
