import { typeName } from '../../../contracts/catalogue/catalogue';
import { resolveAddressees } from '../../../contracts/addressees';
import { osloDayOf } from '../../../contracts/calendar';
import { type DocumentState, type Item, standingItems } from '../../../contracts/states/document';
import { currentText } from '../../../contracts/states/requirement-status';
import type { Told } from '../../../contracts/states/told';
import { addresseeOf, keyOf, keyOfItem, requirementSubject } from '../../../contracts/subjects';
import type { FollowUp, PlanFacts } from './plan';

type Published = Told<'document'> & { readonly what: 'published' };

/** What the publication of a document causes: each item laid on each addressee, or done to an earlier requirement. */
export function publicationPlan(
  act: Published,
  document: DocumentState,
  facts: PlanFacts,
): readonly FollowUp[] {
  const items = standingItems(document);
  const supplements = document.registered?.supplements;
  return [
    ...items.flatMap(item => itemPlan(act, document, item, facts)),
    ...cascades(act, document, items, facts),
    ...(supplements === undefined
      ? []
      : [{ type: typeName('document', 'supplemented'), subject: supplements, data: { by: act.subject } }]),
  ];
}

function itemPlan(
  act: Published,
  document: DocumentState,
  item: Item,
  facts: PlanFacts,
): readonly FollowUp[] {
  const { effect } = item;
  const laid =
    effect === undefined
      ? []
      : [...facts.requirements].flatMap(([subject, { issued }]) =>
          keyOf(subject) === effect.key && issued?.issuer === act.organisation ? [subject] : [],
        );
  switch (effect?.kind) {
    case undefined:
      return issues(act, document, item, facts, () => undefined);
    case 'restates': {
      const key = keyOfItem(act.subject, item.item);
      const addressees = addresseesOf(act, document, item, facts);
      // Whom the new wording does not address, the old one still binds.
      const restated = laid.filter(subject => addressees.includes(addresseeOf(subject)));
      return [
        ...issues(act, document, item, facts, addressee =>
          restated.find(s => s === requirementSubject(addressee, effect.key)),
        ),
        ...restated.map(subject => ({
          type: typeName('requirement', 'superseded'),
          subject,
          data: { by: requirementSubject(addresseeOf(subject), key), reason: reasonOf(item) },
        })),
      ];
    }
    case 'amends':
      return laid.flatMap(subject => {
        const state = facts.requirements.get(subject);
        const version = (state === undefined ? 0 : (currentText(state)?.version ?? 0)) + 1;
        const data = {
          version,
          text: item.text,
          renewAcceptance: effect.renewAcceptance,
          reason: reasonOf(item),
          origin: originOf(act, document, item),
          ...indicatorOf(item),
        };
        return [{ type: typeName('requirement', 'amended'), subject, data }];
      });
    case 'withdraws':
      return laid.map(subject => ({
        type: typeName('requirement', 'withdrawn'),
        subject,
        data: { reason: reasonOf(item) },
      }));
    case 'carries-forward':
      return laid.map(subject => ({
        type: typeName('requirement', 'carried-forward'),
        subject,
        data: {
          year: document.registered?.year,
          reporting: reportingOf(act, item),
          reason: reasonOf(item),
          origin: originOf(act, document, item),
        },
      }));
  }
}

function issues(
  act: Published,
  document: DocumentState,
  item: Item,
  facts: PlanFacts,
  predecessor: (addressee: string) => string | undefined,
): readonly FollowUp[] {
  return addresseesOf(act, document, item, facts).map(addressee => {
    const before = predecessor(addressee);
    return {
      type: typeName('requirement', 'issued'),
      subject: requirementSubject(addressee, keyOfItem(act.subject, item.item)),
      data: {
        issuer: act.organisation,
        registerRevision: facts.registerRevision,
        text: item.text,
        kind: item.kind,
        modality: item.modality,
        reporting: reportingOf(act, item),
        classification: item.classification ?? document.registered?.classification,
        steeringYear: document.registered?.year,
        origin: originOf(act, document, item),
        ...(item.link?.parent === undefined
          ? {}
          : { parent: parentOf(item.link.parent, item.link.cascade, facts) }),
        ...(item.addressees.length === 0 ? {} : { addresseePhrase: shortened(item.addressees.join('; ')) }),
        ...(before === undefined ? {} : { predecessor: before }),
        ...indicatorOf(item),
        ...(item.references === undefined ? {} : { references: item.references }),
      },
    };
  });
}

/** In each parent's stream, naming the children this document gave it. */
function cascades(
  act: Published,
  document: DocumentState,
  items: readonly Item[],
  facts: PlanFacts,
): readonly FollowUp[] {
  const children = new Map<string, { readonly requirement: string; readonly cascade: string }[]>();
  for (const item of items) {
    const isNew = item.effect === undefined || item.effect.kind === 'restates';
    if (item.link?.parent === undefined || !isNew) continue;
    const { parent, cascade } = item.link;
    const laid = addresseesOf(act, document, item, facts).map(addressee => ({
      requirement: requirementSubject(addressee, keyOfItem(act.subject, item.item)),
      cascade,
    }));
    children.set(parent, [...(children.get(parent) ?? []), ...laid]);
  }
  return [...children].flatMap(([subject, list]) =>
    inParts(list).map(part => ({
      type: typeName('requirement', 'cascaded'),
      subject,
      data: { document: act.subject, children: part },
    })),
  );
}

/** An event has room for so many children with the longest of names. */
const CHILDREN = 200;

const inParts = <A>(list: readonly A[]): readonly (readonly A[])[] =>
  Array.from({ length: Math.ceil(list.length / CHILDREN) }, (_, i) =>
    list.slice(i * CHILDREN, (i + 1) * CHILDREN),
  );

/** Only what is an indicator still says what it measures; an item may have been demoted since. */
const indicatorOf = ({ kind, indicator }: Item): object =>
  kind === 'indicator' && indicator !== undefined ? { indicator } : {};

/** The addressees as one line of at most 300 characters. */
function shortened(phrase: string): string {
  const letters = Array.from(phrase);
  return letters.length > 300 ? `${letters.slice(0, 299).join('')}…` : phrase;
}

const addresseesOf = (
  act: Published,
  document: DocumentState,
  item: Item,
  { register }: PlanFacts,
): readonly string[] =>
  resolveAddressees(item.addressees, {
    register,
    issuer: act.organisation,
    directedTo: document.registered?.addressees,
    day: osloDayOf(act.time),
  }).organisations;

const reportingOf = (act: Published, item: Item): unknown =>
  item.reporting ?? (item.reportable ? act.data.reporting.bullets : act.data.reporting.framing);

const reasonOf = (item: Item): string =>
  item.decisions.findLast(d => d.what === 'item-directed')?.reason ?? 'Told by the document';

const originOf = (act: Published, document: DocumentState, item: Item): unknown => ({
  document: act.subject,
  item: item.item,
  revision: item.revision,
  place: item.place,
  ...(document.registered === undefined ? {} : { sha256: document.registered.original.sha256 }),
});

/** The parent as it stood when the document was published: its text's version, and the revision of its stream. */
function parentOf(requirement: string, cascade: string, { requirements, revisions }: PlanFacts): unknown {
  const state = requirements.get(requirement);
  const version = state === undefined ? undefined : currentText(state)?.version;
  const revision = revisions.get(requirement) ?? null;
  return { requirement, cascade, revision, ...(version === undefined ? {} : { version }) };
}
