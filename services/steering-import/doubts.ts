/** Everything the reader may be unsure of, with the sentence a person reads. */
const SENTENCES = {
  'lost-glyph': 'The bullet mark is missing; the place under its heading and the wording made it a bullet.',
  'ambiguous-leading-space':
    'A leading space may be a lost bullet mark or the top of a page; the lines around it decided.',
  'joined-over-page-break': 'A page break may have parted two texts here; they were read as one.',
  'after-list': 'Stands after a list and was read as running text; it may be a bullet that lost its mark.',
  'sub-bullets': 'Bullets within the bullet were joined to its text.',
  'unusual-heading': 'The heading of the list is worded in an unusual way.',
  'unknown-subject': 'The heading of the list names someone who is not plainly an organisation.',
  'demand-in-ingress':
    'Tells an addressee to do something that could be reported on, but stands in the ingress: framing, unless promoted.',
  'demand-in-annex':
    'Stands as a demand in the annex on reporting, which tells how to report and lays on nothing new.',
  'bullet-without-heading': 'Stands as a bullet, but under no heading that makes bullets requirements.',
  'introduces-list': 'Introduces a list that is no requirement and is not part of this text; see the source.',
  'outside-chapters': 'Stands before the first numbered chapter.',
  'heading-out-of-order': 'The number of its chapter does not follow on the one before.',
  'not-ended': 'Does not end as a sentence; something may be lost.',
  'very-long': 'Is longer than a requirement can be; divide it.',
  'on-request':
    'Is asked for when needed («etter forespørsel», «ved behov»): reporting mode on-request is proposed.',
  'maybe-addressees': 'The parenthesis at the end may name the addressees.',
  'graded-assignments': 'Speaks of graded assignments: note that they exist, never what they say.',
  'two-percentages': 'Holds two percentages: one may be a threshold, the other the change that is wanted.',
  'no-direction': 'Does not tell whether more or less is wanted.',
  'two-directions': 'Tells both of more and of less.',
  'no-magnitude': 'Tells the direction but not how much.',
  'baseline-not-told':
    'Compares with a value that is not in the document: it has to be set as a fact of its own.',
} as const;

export type DoubtCode = keyof typeof SENTENCES;

export interface Doubt {
  readonly code: DoubtCode;
  readonly sentence: string;
}

export const doubt = (code: DoubtCode): Doubt => ({ code, sentence: SENTENCES[code] });
