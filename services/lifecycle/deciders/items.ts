import type { DocumentState } from '../../../contracts/states/document';
import type { DecisionFacts } from '../facts';
import { invalid, refuse, type Verdict } from '../refusals';
import { isParent } from './issue';

/** Decisions are made on the standing items of a draft. */
export function openItem(state: DocumentState, id: string): Verdict {
  const item = state.items.find(i => i.item === id);
  if (state.published !== undefined)
    return refuse(
      'lifecycle',
      'The document is published; its items are fixed.',
      'a draft',
      'Amend the requirements, or issue a supplement.',
    );
  if (item === undefined)
    return invalid('/data/item', 'an item of the document', id, 'GET the document to see its items.');
  return item.dropped === undefined
    ? undefined
    : refuse(
        'lifecycle',
        `Item ${id} was dropped.`,
        'a standing item',
        'Correct the record that dropped it.',
      );
}

/** What an item is derived from: a requirement laid on the issuer, unless the issuer has added it. */
export function decideLink(
  { cascade, parent }: { readonly cascade: string; readonly parent?: string },
  issuer: string,
  facts: DecisionFacts,
): Verdict {
  if (cascade === 'added')
    return parent === undefined
      ? undefined
      : invalid(
          '/data/parent',
          'no parent, since it is added here',
          parent,
          'Choose another kind of cascade, or leave the parent out.',
        );
  return parent === undefined
    ? invalid(
        '/data/parent',
        'the parent requirement',
        'nothing',
        'Name the parent as organisation.key, or choose the cascade kind added.',
      )
    : isParent(parent, issuer, facts);
}

/** What an item does to earlier requirements, it does to those that its issuer has issued. */
export function decideEffect(
  key: string,
  issuer: string,
  { addressees, requirements }: DecisionFacts,
): Verdict {
  const subjects = addressees.get(key) ?? [];
  const own = subjects.filter(s => requirements.get(s)?.issued?.issuer === issuer);
  return own.length > 0
    ? undefined
    : invalid(
        '/data/effect/key',
        `the key of a requirement that ${issuer} has issued`,
        key,
        'GET /v1/common lists the keys.',
      );
}
