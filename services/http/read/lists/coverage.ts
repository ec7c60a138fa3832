import { isLeft, right } from 'fp-ts/Either';
import type { QueryOf, readEndpoints } from '../../../../contracts/api';
import type { RequirementView } from '../../../../contracts/views';
import type { Filter } from '../../../../projections';
import { computedList } from '../computed-list';
import { anyOf, equal } from '../filters';
import { nameOf } from '../names';
import { present } from '../present';
import { allOf, type Seen } from '../seen';

type Query = QueryOf<typeof readEndpoints.coverage.query>;
type Gap = 'child' | 'acceptance';

/** A hole in the cascade: nothing derived one level down, or nobody has accepted. */
export interface GapRow extends Pick<
  RequirementView,
  'requirement' | 'organisation' | 'issuer' | 'text' | 'year'
> {
  readonly href: string;
  readonly organisationName: string;
  readonly gap: Gap;
  readonly acceptance: RequirementView['acceptance'];
  readonly revision: number;
}

export const coverage = computedList<GapRow, Query, 'requirement' | 'organisation' | 'gap'>({
  name: 'coverage',
  all: async (query, seen) => {
    const wanted: readonly Gap[] = query.gap ?? ['child', 'acceptance'];
    const accepted = wanted.includes('acceptance') ? await unaccepted(query, seen) : right([]);
    if (isLeft(accepted)) return accepted;
    const derived = wanted.includes('child') ? await childless(query, seen) : right([]);
    return isLeft(derived) ? derived : right([...derived.right, ...accepted.right]);
  },
  key: g => `${g.requirement} ${g.gap}`,
  orders: { requirement: g => g.requirement, organisation: g => g.organisation, gap: g => g.gap },
  columns: [
    { name: 'requirement', cell: g => g.requirement },
    { name: 'organisation', cell: g => g.organisation },
    { name: 'organisation_name', cell: g => g.organisationName },
    { name: 'issuer', cell: g => g.issuer },
    { name: 'year', cell: g => g.year },
    { name: 'gap', cell: g => g.gap },
    { name: 'acceptance', cell: g => g.acceptance },
    { name: 'text', cell: g => g.text },
  ],
});

const laid = ({ organisation, issuer, year }: Query, { reader }: Seen): readonly Filter[] => [
  ...reader.only('organisation'),
  ...anyOf('organisation', organisation),
  ...anyOf('issuer', issuer),
  ...equal('years', year),
  ...equal('open', true),
];

const REPORTED = ['annual', 'through-year+annual'] as const;

const unaccepted = (query: Query, seen: Seen) =>
  allOf<RequirementView, GapRow>(
    seen,
    'requirements',
    [
      ...laid(query, seen),
      ...anyOf('acceptance', ['none', 'superseded']),
      ...anyOf('reporting.mode', REPORTED),
    ],
    ({ view }) => [gapRow(view, 'acceptance', seen)],
  );

/** Requirements on those who have others below them, that no requirement one level down names as its parent. */
async function childless(query: Query, seen: Seen) {
  const superiors = [...new Set(seen.register.organisations.flatMap(o => o.parent ?? []))];
  if (superiors.length === 0) return right([]);
  const on = [
    ...laid(query, seen),
    ...anyOf('organisation', superiors),
    ...anyOf('reporting.mode', REPORTED),
  ];
  const found = await allOf<RequirementView, GapRow>(seen, 'requirements', on, ({ view }) =>
    view.children.length === 0 ? [gapRow(view, 'child', seen)] : [],
  );
  if (isLeft(found)) return found;
  const named = new Set<string>();
  for (let i = 0; i < found.right.length; i += 1_000) {
    const subjects = found.right.slice(i, i + 1_000).map(g => g.requirement);
    const children = await allOf<RequirementView, string>(
      seen,
      'requirements',
      anyOf('parent.requirement', subjects),
      ({ view }) => (view.parent === undefined ? [] : [view.parent.requirement]),
    );
    if (isLeft(children)) return children;
    children.right.forEach(parent => named.add(parent));
  }
  return right(found.right.filter(g => !named.has(g.requirement)));
}

function gapRow(view: RequirementView, gap: Gap, seen: Pick<Seen, 'register'>): GapRow {
  const { requirement, organisation, issuer, text, year, acceptance, revision } = view;
  const organisationName = nameOf(seen, organisation);
  const href = `/v1/requirements/${requirement}`;
  return present({
    href,
    requirement,
    organisation,
    organisationName,
    issuer,
    text,
    year,
    gap,
    acceptance,
    revision,
  });
}
