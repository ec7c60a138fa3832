import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../../../contracts/codec/decode';
import { CloudEvent } from '../../../contracts/envelope';
import { LogRecord } from '../../../contracts/record';
import type { SeqRecord } from '../../../contracts/reports';
import { isMissing } from '../../../contracts/thrown';
import { recordIdOf } from '../../event-log/records';
import { parseLeaf } from '../leaf';
import { WITHHELD } from './record-lines';

/** A bundle holds something else than the format has. The verifier tells what; this reads only what it has verified. */
export class NoBundle extends Error {
  override readonly name = 'NoBundle';
}

const NO_SALT = '0'.repeat(32);

/** The records of a bundle by stream, in order. Nothing is verified here. Throws `NoBundle`. */
export function readStreams(folder: string): ReadonlyMap<string, readonly SeqRecord[]> {
  const streams = new Map<string, SeqRecord[]>();
  for (let i = 0; ; i++) {
    const chunk = readText(folder, `records/${String(i).padStart(6, '0')}`);
    if (chunk === undefined) break;
    const lines = chunk.split('\n');
    for (let at = 0; at + 4 <= lines.length; at += 4) {
      const found = recordOf(lines.slice(at, at + 4));
      const { stream } = found.record.meta;
      const known = streams.get(stream);
      if (known === undefined) streams.set(stream, [found]);
      else known.push(found);
    }
  }
  if (streams.size === 0) throw new NoBundle(`There are no records in ${folder}.`);
  return streams;
}

/** A file of a bundle; undefined where there is none. */
export function readText(folder: string, path: string): string | undefined {
  try {
    return readFileSync(join(folder, path), 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function recordOf([leafLine = '', salts = '', eventLine = '', metaLine = '']: readonly string[]): SeqRecord {
  const leaf = parseLeaf(Buffer.from(leafLine)) ?? fail('a leaf');
  const [eventSalt = '', metaSalt = ''] = salts.split(' ');
  const event = decode(CloudEvent, JSON.parse(eventLine));
  if (event._tag === 'Left') return fail('an event');
  const { stream, revision, recordedAt } = leaf;
  const { source, id } = event.right;
  const meta: unknown =
    metaLine === WITHHELD
      ? {
          ...{ id: recordIdOf(stream, source, id), stream, revision, recordedAt, digest: leaf.event },
          ...{ actor: WITHHELD_ACTOR, credential: 'withheld', facts: { now: recordedAt, streams: [] } },
          salts: { event: eventSalt, meta: NO_SALT },
        }
      : { ...objectOf(metaLine), salts: { event: eventSalt, meta: metaSalt } };
  const record = decode(LogRecord, { event: event.right, meta });
  return record._tag === 'Left'
    ? fail(record.left[0]?.pointer ?? 'a record')
    : { seq: leaf.seq, record: record.right };
}

const WITHHELD_ACTOR = 'withheld';

function objectOf(text: string): object {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? value : {};
}

function fail(what: string): never {
  throw new NoBundle(`The bundle holds ${what} that cannot be read.`);
}
