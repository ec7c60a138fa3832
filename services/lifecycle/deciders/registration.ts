import type { DocumentState } from '../../../contracts/states/document';
import { isAbove } from '../../../contracts/states/organisations';
import { documentStream, ownerOf } from '../../../contracts/subjects';
import type { Act, DecisionFacts } from '../facts';
import { firstOf, flawAt, invalid, refuse, type Verdict } from '../refusals';
import { classified } from './issue';
import { isRegistered } from './registered';

/** May a document be registered? Those it is directed to stand below the issuer, and so does what it supplements. */
export function decideRegistration(
  state: DocumentState,
  { subject, owner, data }: Act<'document'> & { readonly what: 'registered' },
  facts: DecisionFacts,
): Verdict {
  return firstOf(
    () =>
      state.registered === undefined
        ? undefined
        : refuse(
            'lifecycle',
            `Document ${subject} was registered before.`,
            'a document that is not there yet',
            'Give the new document an id of its own, or supersede the old one.',
          ),
    () => isRegistered(facts.register, owner),
    () => classified(data.classification),
    () => areBelow(data.addressees ?? [], owner, facts),
    () => (data.supplements === undefined ? undefined : isPublishedBy(data.supplements, owner, facts)),
  );
}

function areBelow(addressees: readonly string[], issuer: string, { register }: DecisionFacts): Verdict {
  const errors = addressees.flatMap((id, i) =>
    isAbove(register, issuer, id)
      ? []
      : [flawAt(`/data/addressees/${i}`, `an organisation of the register below ${issuer}`, id)],
  );
  return errors.length === 0
    ? undefined
    : refuse(
        'I104',
        `${errors.length} of the addressees do not stand below ${issuer}.`,
        `organisations below ${issuer}`,
        'GET /v1/organisations shows the register.',
        { errors },
      );
}

const isPublishedBy = (document: string, issuer: string, { documents }: DecisionFacts): Verdict =>
  ownerOf(documentStream(document)) === issuer && documents.get(document)?.published !== undefined
    ? undefined
    : invalid(
        '/data/supplements',
        `a document that ${issuer} has published`,
        document,
        'Publish the document it supplements first.',
      );
