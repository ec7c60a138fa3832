import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Harness } from './harness';

/** Every byte in the data folder. */
function bytesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())
    .map(path => readFileSync(path).toString('latin1'))
    .join('\n');
}
/** Does this text stand anywhere in the data folder? */
export const holds = ({ folder }: Harness, text: string): boolean =>
  bytesIn(folder).includes(Buffer.from(text).toString('latin1'));
