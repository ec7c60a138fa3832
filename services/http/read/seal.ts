import { type Either, left, right } from 'fp-ts/Either';
import { typeName } from '../../../contracts/catalogue/catalogue';
import { sha256Hex } from '../../../contracts/json/canonical';
import type { Problem } from '../../../contracts/problems';
import { standing } from '../../../contracts/states/report';
import { reportStream } from '../../../contracts/subjects';
import { formatHeads } from '../../audit/bundle';
import { type Principal, revisionOf } from '../../lifecycle';
import { ANNUAL_RULES } from '../../reports';
import { ownHeads } from '../audit/own-heads';
import { type Answer, jsonAnswer } from '../handler';
import { knownOf } from './known';
import { unknownThing } from './problems';
import { reportFor } from './reports';
import type { Seen } from './seen';
import { type Obstacle, senderOf } from './submission';

/** What a seal would say now: the body of the event to send, and the list that it names by its hash. */
export async function sealAnswer(
  id: string,
  principal: Principal,
  seen: Seen,
): Promise<Either<Problem, Answer>> {
  const view = await reportFor(id, seen);
  const board = view && standing(view, 'board');
  if (view === undefined || board === undefined)
    return left(unknownThing(`report ${id} with a board version`));
  const { service } = seen;
  const { basis, digest } = board;
  const heads = await ownHeads(service, view.organisation, basis);
  const list = formatHeads(service.header.origin, view.organisation, basis, heads);
  const ruleSet = await ruleSetAt(seen, basis);
  const revision = revisionOf(await service.door.read('report', reportStream(id)));
  const event = {
    ...senderOf(view, principal, 'board', seen),
    id: `${id}-sealed-${basis}`,
    type: typeName('report', 'sealed'),
    data: { basis, digest, ...(ruleSet === undefined ? {} : { ruleSet }), heads: sha256Hex(list) },
  };
  const obstacles = ruleSet === undefined ? [NO_RULES] : [];
  const value = {
    report: id,
    ready: obstacles.length === 0,
    send: { method: 'POST', href: '/v1/events', ifMatch: `"${revision ?? 0}"`, event },
    heads,
    list,
    obstacles,
  };
  return right(jsonAnswer(value, { revision }));
}

/** The rules of this program where they were registered before the basis, else the newest that were. */
async function ruleSetAt({ service, log }: Seen, basis: number) {
  const places = await knownOf(service).recordsOfStream('log');
  const known = new Set(places.filter(({ seq }) => seq <= basis).map(({ id }) => id));
  const registered = log.ruleSets.filter(r => r.ruleSet === ANNUAL_RULES.ruleSet && known.has(r.mark.record));
  const chosen = registered.find(r => r.sha256 === ANNUAL_RULES.sha256) ?? registered.at(-1);
  return chosen && { ruleSet: chosen.ruleSet, version: chosen.version };
}

const { text: _, ...rules } = ANNUAL_RULES;

const NO_RULES: Obstacle = {
  rule: 'lifecycle',
  detail: 'No rule set for annual reports was registered before the basis.',
  advice: `Register it with ${typeName('log', 'rule-set-registered')} (${JSON.stringify(rules)}), and have the report submitted anew.`,
};
