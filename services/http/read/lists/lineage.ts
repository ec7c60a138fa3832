import { isLeft, right } from 'fp-ts/Either';
import type { QueryOf, readEndpoints } from '../../../../contracts/api';
import type { RequirementView } from '../../../../contracts/views';
import { computedList } from '../computed-list';
import { anyOf } from '../filters';
import { nameOf } from '../names';
import { present } from '../present';
import { allOf, type Seen } from '../seen';

type Query = QueryOf<typeof readEndpoints.lineage.query>;

type Taken = 'requirement' | 'text' | 'years' | 'stage' | 'predecessor';

/** One wording in a line: the years it was laid for, and how it stands. */
export interface Wording extends Pick<RequirementView, Taken> {
  readonly href: string;
  readonly status?: string;
}

/** What has been asked of an organisation over the years: each wording, the oldest first. */
export interface LineageRow {
  /** The latest wording. */
  readonly requirement: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly since: number;
  readonly years: readonly number[];
  readonly wordings: readonly Wording[];
}

export const lineage = computedList<LineageRow, Query, 'requirement' | 'organisation' | 'since'>({
  name: 'lineage',
  all: async ({ organisation, requirement, year }, seen) => {
    const wanted = organisation ?? requirement?.map(r => r.slice(0, r.indexOf('.')));
    const filters = [...seen.reader.only('organisation'), ...anyOf('organisation', wanted)];
    const found = await allOf<RequirementView, Wording>(seen, 'requirements', filters, ({ view }) => [
      wordingOf(view),
    ]);
    if (isLeft(found)) return found;
    return right(
      linesOf(found.right, seen).filter(
        line =>
          (year === undefined || line.years.includes(year)) &&
          (requirement === undefined
            ? line.years.length > 1
            : line.wordings.some(w => requirement.includes(w.requirement))),
      ),
    );
  },
  key: l => l.requirement,
  orders: { requirement: l => l.requirement, organisation: l => l.organisation, since: l => l.since },
  columns: [
    { name: 'requirement', cell: l => l.requirement },
    { name: 'organisation', cell: l => l.organisation },
    { name: 'organisation_name', cell: l => l.organisationName },
    { name: 'since', cell: l => l.since },
    { name: 'years', cell: l => l.years.join(', ') },
    { name: 'wordings', cell: l => l.wordings.length },
    { name: 'text', cell: l => l.wordings.at(-1)?.text },
  ],
});

/** A line ends with a wording that no other restates. */
function linesOf(wordings: readonly Wording[], seen: Pick<Seen, 'register'>): readonly LineageRow[] {
  const known = new Map(wordings.map(w => [w.requirement, w] as const));
  const restated = new Set(wordings.flatMap(w => w.predecessor ?? []));
  return wordings.filter(w => !restated.has(w.requirement)).map(last => lineOf(last, known, seen));
}

function lineOf(
  last: Wording,
  known: ReadonlyMap<string, Wording>,
  seen: Pick<Seen, 'register'>,
): LineageRow {
  const line: Wording[] = [];
  for (let at: Wording | undefined = last; at !== undefined && !line.includes(at); at = before(at, known))
    line.unshift(at);
  const years = [...new Set(line.flatMap(w => w.years))].sort((a, b) => a - b);
  const organisation = last.requirement.slice(0, last.requirement.indexOf('.'));
  return {
    requirement: last.requirement,
    organisation,
    organisationName: nameOf(seen, organisation),
    since: years[0] ?? 0,
    years,
    wordings: line,
  };
}

const before = ({ predecessor }: Wording, known: ReadonlyMap<string, Wording>): Wording | undefined =>
  predecessor === undefined ? undefined : known.get(predecessor);

const wordingOf = ({ requirement, text, years, stage, predecessor, status }: RequirementView): Wording =>
  present({ href: `/v1/requirements/${requirement}`, requirement, text, years, stage, predecessor, status });
