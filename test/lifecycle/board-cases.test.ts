import { accepted, invalidAt, refused } from './support/expectations';
import { DOCUMENT, documentCalled, draft, item, published } from './support/documents';
import { given } from './support/story';
import type { Happened } from './support/tell';
import { amended, issued, REQUIREMENT, world } from './support/world';

const boardCase = { number: '12/31', title: 'Styringskrav 2031', date: '2031-02-20' };

const accepts = (requirements: readonly object[], by = 'granvik', on = '2031-02-20'): Happened =>
  documentCalled(DOCUMENT)(
    'accepted',
    { boardCase, wording: 'Tatt til etterretning', requirements },
    { by, on, body: 'board' },
  );

const one = { requirement: REQUIREMENT, version: 1 };
const story = [...world, ...draft(item('i1')), published(), issued()];

test('a board takes requirements that are laid on its own organisation (I104)', () => {
  given(...story)
    .when(accepts([one]))
    .then(accepted);
  given(...story)
    .when(accepts([one], 'fjordheim'))
    .then(refused('I104', { at: '/data/requirements/0/requirement' }));
});

test('a board takes requirements that the document has laid on it, or changed (I104)', () => {
  const other = issued({}, {}, 'granvik.helse-solheim-sr-2030-i9');
  given(...story, other)
    .when(accepts([one, { requirement: other.subject, version: 1 }]))
    .then(refused('I104', { at: '/data/requirements/1/requirement', expected: DOCUMENT }));
  const named = issued({ origin: { document: DOCUMENT, item: 'i9' } }, {}, other.subject);
  given(...story, named)
    .when(accepts([one, { requirement: other.subject, version: 1 }]))
    .then(accepted);
});

test('a board may take what a supplement has changed', () => {
  const supplement = 'helse-solheim.tillegg';
  const say = documentCalled(supplement);
  const effect = { kind: 'amends', key: REQUIREMENT.slice('granvik.'.length), renewAcceptance: true };
  given(
    ...story,
    say('registered', { ...draft()[0]?.data, supplements: DOCUMENT }),
    item('i1', {}, supplement),
    say('reading-completed', { items: 1, reader: 'hand' }),
    say('item-directed', { item: 'i1', effect, reason: 'Skjerpet' }),
    published(supplement, '2031-05-01'),
    amended({}, { on: '2031-05-01' }),
  )
    .when({ ...accepts([{ ...one, version: 2 }], 'granvik', '2031-05-20'), subject: supplement })
    .then(accepted);
});

test('nothing is taken from a document before it is published (I103)', () => {
  given(...world, ...draft(item('i1')), issued())
    .when(accepts([one]))
    .then(refused('I103', { detail: DOCUMENT }));
});

test('nothing is taken that was never issued (I103)', () => {
  given(...world, ...draft(item('i1')), published())
    .when(accepts([one]))
    .then(refused('I103', { at: '/data/requirements/0' }));
});

test('each is taken at the version that stood when the board met, else both texts are shown', () => {
  given(...story, amended())
    .when(accepts([one]))
    .then(accepted);
  given(...story, amended())
    .when(accepts([one], 'granvik', '2031-06-01'))
    .then(
      refused('text-version-not-current', {
        at: '/data/requirements/0/version',
        extra: { current: { version: 2, text: 'Øve beredskapsplanen med alle kommunene.' } },
      }),
    );
});

test('each is named once', () => {
  given(...story)
    .when(accepts([one, { ...one, reservation: 'Forutsatt midler' }]))
    .then(invalidAt('/data/requirements/1/requirement'));
});
