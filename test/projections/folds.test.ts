import fc from 'fast-check';
import type { Family } from '../../contracts/catalogue/define';
import { type AnyTold, toldBy } from '../../contracts/states/told';
import { type AnyLife, live, restate } from '../../projections/life';
import { documentsOf } from '../../projections/view-documents';
import { placedOf } from '../../projections/stream';
import { views } from '../../projections/views';
import { readRecord } from '../../services/event-log/records';
import { realisticLog } from './realistic-log';
import { entryOf, rightOf, type Tale } from './support';
import { requirement, YEAR } from './tales';

/** What a stream is told, in order, as folds see it. */
function toldOf(tales: readonly Tale[]): readonly AnyTold[] {
  return tales.map((tale, revision) => {
    const { stream, entry } = entryOf(tale, revision);
    const told = toldBy(rightOf(readRecord({ ...entry, stream, revision, position: '' as never })));
    if (told === undefined) throw new Error(`${tale.what} cannot be read`);
    return told;
  });
}

function lifeOf(stream: readonly AnyTold[]): AnyLife | undefined {
  const life = stream.reduce<AnyLife | undefined>((so, told, seq) => live(so, told, seq), undefined);
  return life && restate(life, stream);
}

const PLACE = ['first', 'last', 'revision', 'seq', 'stream'];

const FAMILIES: readonly Family[] = [...new Set(YEAR.map(tale => tale.family))];

describe('views', () => {
  it.each(FAMILIES)('can be made of any events of a %s stream, whichever are missing', family => {
    const tales = YEAR.filter(tale => tale.family === family);
    const corrections = toldOf(tales).map(told =>
      requirement('corrected', {
        family,
        subject: tales[0]?.subject ?? '',
        data: { outcome: 'annulled', corrects: told.record, reason: 'Prøve' },
      }),
    );
    const canBeCorrected = !['log', 'access', 'follow-ups'].includes(family);
    fc.assert(
      fc.property(fc.subarray([...tales, ...(canBeCorrected ? corrections : [])], { minLength: 1 }), some => {
        const life = lifeOf(toldOf(some));
        if (life === undefined) throw new Error('nothing came of it');
        const placed = placedOf(life, undefined);
        const documents = documentsOf(views.own, life, placed);
        const shared = views.shared.flatMap(view => view.parts(life, placed));
        expect(JSON.parse(JSON.stringify([documents, shared]))).toBeDefined();
      }),
      { numRuns: 60 },
    );
  });

  it('name a record of the stream behind every field they give a reason for', () => {
    const stream = toldOf(YEAR.filter(tale => tale.family === 'requirement'));
    const life = lifeOf(stream);
    if (life === undefined) throw new Error('nothing came of it');
    const document = documentsOf(views.own, life, placedOf(life, undefined))[0]?.document ?? {};
    const because = JSON.parse(JSON.stringify(document['because'])) as Record<string, string>;
    const records = new Set<string>(stream.map(told => told.record));
    expect(Object.values(because).filter(record => !records.has(record))).toEqual([]);
    expect(Object.keys(because).filter(field => document[field] === undefined)).toEqual([]);
    const reasonless = Object.keys(document).filter(
      field => document[field] !== undefined && !(field in because),
    );
    // What the key tells, what follows from other fields, and where the document stands, needs no reason.
    expect(reasonless.sort()).toEqual(
      [...PLACE, 'because', 'flags', 'key', 'organisation', 'requirement'].sort(),
    );
  });

  it('are the same for a stream folded step by step and folded anew', () => {
    const streams = new Map<string, AnyTold[]>();
    for (const { stream, revision, entry } of realisticLog({ requirements: 20, open: 5 })) {
      const told = toldBy(rightOf(readRecord({ ...entry, stream, revision, position: '' as never })));
      if (told !== undefined) streams.set(stream, [...(streams.get(stream) ?? []), told]);
    }
    for (const told of streams.values()) {
      if (told.some(t => t.what === 'corrected')) continue;
      const grown = told.reduce<AnyLife | undefined>((so, next, seq) => live(so, next, seq), undefined);
      expect(grown && restate(grown, told)).toEqual(grown);
    }
  });
});
