import type { Client } from './client';
import { batch, event, type Sent, single } from './ledger';

/** Fictive organisations, and the events that are told of them. */
export const MINISTRY = 'departementet';
export const REGION = 'helse-solheim';
export const TRUSTS = ['granvik', 'fjellheim', 'kysten'] as const;
export const ORGANISATIONS = [MINISTRY, REGION, ...TRUSTS] as const;

/** The ministry's document, whose items the region's items are derived from. */
export const COMMISSION = `${MINISTRY}.od-2026`;
export const PARENTS = ['i1', 'i2', 'i3'].map(item => `${REGION}.${MINISTRY}-od-2026-${item}`);

const typeOf = (family: string, what: string): string => `no.kravspor.${family}.${what}.v1`;

export const registered = (subject: string, name: string, kind: string, parent?: string): Sent =>
  event({
    id: `org-${subject}`,
    type: typeOf('organisations', 'registered'),
    subject,
    organisation: MINISTRY,
    data: { name, kind, from: '2020-01-01', ...(parent === undefined ? {} : { parent }) },
  });

/** Sets a deadline in a calendar: an event that any number may be told of, in as many streams as there are years. */
export const deadline = (id: string, calendar: string): Sent =>
  event({
    id,
    type: typeOf('calendar', 'deadline-set'),
    subject: calendar,
    organisation: calendar.split('.')[0],
    data: { deadline: id, for: { what: 'other' }, date: '2027-03-01', title: `Frist ${id}` },
  });

/** Moves a deadline that nobody has set: a rule refuses it. */
export const unfounded = (id: string, calendar: string): Sent =>
  event({
    id,
    type: typeOf('calendar', 'deadline-moved'),
    subject: calendar,
    organisation: calendar.split('.')[0],
    data: { deadline: `ingen-${id}`, date: '2027-04-01', reason: 'Utsatt' },
  });

/** A question to a requirement of the region: it contends with the follow-ups that are told of the same requirement. */
export const question = (id: string, requirement: string): Sent =>
  event({
    id,
    type: typeOf('requirement', 'clarification-asked'),
    subject: requirement,
    organisation: requirement.split('.')[0],
    data: { question: id, text: 'Gjelder kravet også de mindre enhetene?' },
  });

/** A draft with so many items, from its registration to the end of its reading. */
export function draft(document: string, items: number): readonly Sent[] {
  const organisation = document.split('.')[0];
  const told = (id: string, what: string, data: object): Sent =>
    event({ id: `${document}-${id}`, type: typeOf('document', what), subject: document, organisation, data });
  const original = { sha256: 'ab'.repeat(32), bytes: 100, mediaType: 'text/plain', title: 'krav.txt' };
  const item = (n: number): Sent =>
    told(`item-${n}`, 'item-read', {
      item: `i${n}`,
      order: n,
      place: { section: '2.1', sectionTitle: 'Beredskap', firstLine: n, lastLine: n },
      kind: 'task',
      reportable: true,
      modality: 'skal',
      text: `Øve plan nummer ${n} sammen med kommunene i opptaksområdet.`,
      addressees: [],
      doubts: [],
    });
  const numbers = Array.from({ length: items }, (_, i) => i + 1);
  return [
    told('registered', 'registered', {
      title: 'Styringskrav og rammer',
      kind: 'steering-document',
      year: 2026,
      classification: { access: 'open' },
      original,
    }),
    ...numbers.map(item),
    told('read', 'reading-completed', { items, reader: 'test/1' }),
  ];
}

export const linked = (document: string, item: string, parent: string): Sent =>
  event({
    id: `${document}-link-${item}`,
    type: typeOf('document', 'item-linked'),
    subject: document,
    organisation: document.split('.')[0],
    data: { item, cascade: 'adapted', parent, reason: 'Gjort konkret for foretakene' },
  });

const causing = (act: Sent, causes: readonly string[]): Sent => ({ ...act, causes });

/** A follow-up in the words in which `Sent.causes` tells it. */
export const cause = (type: string, subject: string): string => `${type} ${subject}`;
const requirementCause = (what: string, subject: string): string =>
  cause(typeOf('requirement', what), subject);

/** Lays each item on each addressee; each parent is told of its children. */
export function published(
  document: string,
  items: number,
  addressees: readonly string[],
  parents: readonly string[],
): Sent {
  const rule = { mode: 'annual', source: 'kap. 1' };
  const act = event({
    id: `${document}-published`,
    type: typeOf('document', 'published'),
    subject: document,
    organisation: document.split('.')[0],
    data: { reporting: { bullets: rule, framing: rule } },
  });
  const issued = Array.from({ length: items }, (_, i) => requirementsOf(document, `i${i + 1}`, addressees));
  return causing(act, [
    ...issued.flat().map(subject => requirementCause('issued', subject)),
    ...parents.map(parent => requirementCause('cascaded', parent)),
  ]);
}

export const requirementsOf = (
  document: string,
  item: string,
  addressees: readonly string[],
): readonly string[] => addressees.map(addressee => `${addressee}.${document.replace('.', '-')}-${item}`);

/** One board takes all that the document has laid on its organisation. */
export function boardCase(document: string, items: number, organisation: string): Sent {
  const requirements = Array.from({ length: items }, (_, i) =>
    requirementsOf(document, `i${i + 1}`, [organisation]),
  ).flat();
  const act = event({
    id: `${document}-accepted-${organisation}`,
    type: typeOf('document', 'accepted'),
    subject: document,
    organisation,
    body: 'board',
    data: {
      boardCase: { number: '7/26', title: 'Styringskrav og rammer', date: '2026-02-20' },
      wording: 'Styret tar styringskravene til etterretning',
      requirements: requirements.map(requirement => ({ requirement, version: 1 })),
    },
  });
  return causing(
    act,
    requirements.map(subject => requirementCause('accepted', subject)),
  );
}

/** The ministry sharpens what it has laid on the region; what was derived from it is told so. */
export function amended(requirement: string, version: number, children: readonly string[]): Sent {
  const act = event({
    id: `${requirement}-v${version}`,
    type: typeOf('requirement', 'amended'),
    subject: requirement,
    organisation: MINISTRY,
    data: {
      version,
      text: `Øve planen ${version} ganger i året.`,
      renewAcceptance: true,
      reason: 'Skjerpet',
    },
  });
  return causing(
    act,
    children.map(subject => requirementCause('parent-changed', subject)),
  );
}

/** What there must be before the first round of a data directory. */
export async function begin(client: Client): Promise<void> {
  const steps = [
    batch([
      registered(MINISTRY, 'Departementet for helsetjenester', 'ministry'),
      registered(REGION, 'Helse Solheim RHF', 'region', MINISTRY),
      ...TRUSTS.map(trust => registered(trust, `${trust} sykehus HF`, 'trust', REGION)),
      ...draft(COMMISSION, PARENTS.length),
    ]),
    single(published(COMMISSION, PARENTS.length, [REGION], []), PARENTS.length + 1),
  ];
  for (const step of steps) {
    const reply = await client.sendAndWait(step);
    if (reply?.done !== true) throw new Error('the first events were not taken');
  }
}
