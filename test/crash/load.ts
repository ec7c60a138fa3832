import { chance, type Chance } from '../projections/chance';
import type { Client } from './client';
import { type Acknowledged, type Answer, type Asked, batch, single } from './ledger';
import {
  amended,
  boardCase,
  deadline,
  draft,
  linked,
  ORGANISATIONS,
  PARENTS,
  published,
  question,
  REGION,
  requirementsOf,
  TRUSTS,
  unfounded,
} from './world';

/** What is told to one data directory, over all its rounds. */
export interface Story {
  /** Distinguishes the ids of one round from those of another. */
  readonly round: string;
  readonly items: number;
  readonly seed: number;
  /** How often each parent has been amended, and what was derived from it. */
  readonly parents: Map<string, { version: number; readonly children: string[] }>;
}

const CONTENDED = [`${REGION}.2026`, `departementet.2026`];

/** Many writers at once, until none of them is answered any more. */
export async function load(client: Client, story: Story): Promise<void> {
  const random = chance(story.seed);
  const writers = [
    acts(client, story),
    ...[1, 2, 3].map(n => contending(client, story, n, random)),
    ...[1, 2, 3].map(n => spreading(client, story, n, random)),
    ...[1, 2].map(n => batching(client, story, n, random)),
  ];
  await Promise.all(writers);
}

/** Single events to a few streams; now and then the same one twice at once. */
async function contending(client: Client, { round }: Story, writer: number, random: Chance): Promise<void> {
  for (let n = 0; ; n++) {
    const id = `c-${round}-${writer}-${n}`;
    const sent = n % 3 === 2 ? question(id, pick(random, PARENTS)) : deadline(id, pick(random, CONTENDED));
    const twice = random.below(5) === 0 ? [single(sent), single(sent)] : [single(sent)];
    const answers = await Promise.all(twice.map(asked => client.send(asked)));
    if (answers.includes(undefined)) return;
  }
}

/** Single events, each to another of many streams. */
async function spreading(client: Client, { round }: Story, writer: number, random: Chance): Promise<void> {
  for (let n = 0; ; n++) {
    const calendar = `${pick(random, ORGANISATIONS)}.${2027 + random.below(150)}`;
    const answers = await client.send(single(deadline(`s-${round}-${writer}-${n}`, calendar)));
    if (answers === undefined) return;
  }
}

/** Batches: all well; with a refused item, which refuses the later ones of its stream; and one in two commits. */
async function batching(client: Client, { round }: Story, writer: number, random: Chance): Promise<void> {
  for (let n = 0; ; n++) {
    const id = (kind: string, item: number): string => `${kind}-${round}-${writer}-${n}-${item}`;
    const calendar = (item: number): string => `${pick(random, TRUSTS)}.${2190 + (item % 5)}`;
    const plain = Array.from({ length: 3 + random.below(15) }, (_, i) => deadline(id('b', i), calendar(i)));
    // A stream of its own, since what else is told of it in the batch would be refused with it.
    const poor = `${pick(random, TRUSTS)}.2200`;
    const refused = [unfounded(id('r', 1), poor), deadline(id('r', 2), poor)];
    const first = deadline(id('parted', 1), CONTENDED[0] ?? '');
    const asked: readonly Asked[] = [
      batch(plain),
      batch(
        [...plain.map((_, i) => deadline(id('f', i), calendar(i))), ...refused],
        plain.length,
        plain.length + 1,
      ),
      // The repeated item must be known to be stored before it can be answered.
      batch([first, first, deadline(id('parted', 2), CONTENDED[0] ?? '')]),
    ];
    for (const one of asked) if ((await client.send(one)) === undefined) return;
  }
}

/** Documents from draft to publication, the board case, and the amendment of what they were derived from. */
async function acts(client: Client, story: Story): Promise<void> {
  for (let n = 0; ; n++) {
    const document = `${REGION}.sr-${story.round}-${n}`;
    if (!(await tellDocument(client, document, story))) return;
    const taken = await client.sendAndWait(single(boardCase(document, story.items, TRUSTS[0])));
    if (taken === undefined) return;
    for (const parent of PARENTS) {
      const known = parentOf(story, parent);
      known.version++;
      const told = await client.sendAndWait(single(amended(parent, known.version, [...known.children])));
      // Not done yet is no wrong: a service that closes waits no longer. The recovery sees to it.
      if (told === undefined) return;
    }
  }
}

async function tellDocument(client: Client, document: string, story: Story): Promise<boolean> {
  const { items } = story;
  const read = await client.send(batch(draft(document, items)));
  let revision = revisionIn(read);
  if (revision === undefined) return false;
  const parents = PARENTS.slice(0, 2);
  for (const [i, parent] of parents.entries()) {
    const item = `i${i + 1}`;
    // The item was last touched when it was read, one after the registration.
    const link = await client.send(single(linked(document, item, parent), i + 1));
    revision = revisionIn(link);
    if (revision === undefined) return false;
  }
  // Whoever does not answer may still have stored it, so the children count from now on.
  parents.forEach((parent, i) =>
    parentOf(story, parent).children.push(...requirementsOf(document, `i${i + 1}`, TRUSTS)),
  );
  const told = await client.sendAndWait(single(published(document, items, TRUSTS, parents), revision));
  return told !== undefined;
}

function parentOf({ parents }: Story, parent: string): { version: number; readonly children: string[] } {
  const known = parents.get(parent) ?? { version: 1, children: [] };
  parents.set(parent, known);
  return known;
}

function revisionIn(answers: readonly Answer[] | undefined): number | undefined {
  const last = answers?.at(-1);
  return last === undefined || typeof last === 'number' ? undefined : revisionOf(last);
}

const revisionOf = ({ revision }: Acknowledged): number => revision;

function pick<A>(random: Chance, all: readonly A[]): A {
  const one = all[random.below(all.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}
