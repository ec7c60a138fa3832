/**
 * Facts of real documents that are not part of the project, found by reading them by their own rule: numbers of lines and
 * chapters, lengths, and hashes, but none of their words.
 */
export const STEERING = { sha256: '358080836dd491c881739d00a7beffe397deb9d18bb6d22ce5279957a5b85cd3' };
export const OTHER = { sha256: 'ee94533434ea27deb02577c4b5cc71d82ccfd6fd75396af421a8ffb8639f9b59' };

/** Framing, indicators and tasks of each chapter. */
export const COUNTS: Readonly<Record<string, readonly number[]>> = {
  '1': [12, 0, 0],
  '1.1': [4, 0, 0],
  '2': [2, 0, 0],
  '2.1': [3, 0, 0],
  '2.2': [1, 0, 0],
  '2.3': [1, 0, 0],
  '2.3.1': [1, 0, 0],
  '2.4': [1, 0, 0],
  '2.4.1': [1, 0, 0],
  '2.5': [5, 0, 0],
  '2.6': [2, 0, 0],
  '2.7': [3, 0, 0],
  '2.8': [1, 0, 0],
  '3': [1, 0, 0],
  '3.1': [1, 0, 0],
  '3.1.1': [2, 0, 0],
  '3.1.2': [2, 0, 0],
  '3.2': [5, 0, 3],
  '3.3': [2, 0, 0],
  '4': [2, 0, 0],
  '4.1': [5, 0, 1],
  '4.2': [3, 3, 1],
  '5': [1, 0, 0],
  '6': [3, 0, 0],
  '7': [1, 0, 0],
  '8': [5, 0, 0],
  'Vedlegg 1 pkt. 1': [3, 0, 0],
  'Vedlegg 1 pkt. 2': [4, 0, 0],
  'Vedlegg 1 pkt. 3': [4, 0, 0],
};

/** First and last line of every item. */
export const LINES =
  '2-3 5-9 11-13 24-25 27-27 34-34 36-37 46-47 53-53 54-55 57-57 65-67 70-74 76-81 ' +
  '83-86 88-88 93-95 97-101 103-107 109-112 114-115 119-125 129-133 137-142 147-149 152-157 161-165 167-169 ' +
  '171-174 176-178 180-186 191-197 199-200 202-209 211-215 217-219 223-229 232-235 238-239 243-246 248-251 255-257 ' +
  '259-262 265-267 269-274 276-276 278-283 285-288 292-294 296-298 299-301 306-309 311-317 321-324 326-329 332-336 ' +
  '338-340 342-344 346-349 351-353 357-357 361-364 366-369 371-373 376-376 379-379 382-382 386-387 390-396 398-403 ' +
  '405-406 408-413 417-419 422-424 426-428 430-433 435-441 443-444 448-450 452-453 455-456 460-465 468-470 479-480 ' +
  '482-485 489-490 492-494 496-497 499-499';

export const REQUIREMENTS = [
  'task 3.2 292-294',
  'task 3.2 296-298',
  'task 3.2 299-301',
  'task 4.1 357-357',
  'indicator 4.2 376-376',
  'indicator 4.2 379-379',
  'indicator 4.2 382-382',
  'task 4.2 386-387',
];

/** Hard places (page tops, hyphens at the end of a line, adjoining bullets, blank lines inside) with the hash of the text as a reader would join it. */
export const JOINED: readonly (readonly [line: number, sha256: string])[] = [
  [54, '5cd8c07c5ba5170c60c68fbccda6e75dba09f18c0cba91c4e5369149d6c22a7a'],
  [57, 'd875bfbc2d0bdb2fa941e023a17c268918819d437256916e6670c876bbe26aec'],
  [103, 'dbdba5c81999fc896f67b93227a726c7905ba6446957eadaa7668b92fdc5d8c8'],
  [202, 'edd73dbe60bc33dba2beb251ec41e41b0abc8c990a53650e01dc3090caa98460'],
  [248, '3b685ccf5b11dc7a7cc834b39e4feb54db42aedcf2c96e459280d538d925e2bb'],
  [292, '167ef71eb78d296dd989d19acb4944b025b6234cc5d84e743eae67565d1b4c2f'],
  [296, '6ef1a32f6e2583faf7765fea908bf6737c5357bb085e6ce245a28efb6faa3bf8'],
  [299, '536bff24a33948c9c504d06203311214a1a108aee987f49d17018669c7879e99'],
  [311, '5895f2b0cabb3d50237282292bb17ac871cf737e9993f01c7518ebe609eed55a'],
  [346, 'f893c517a544c146a4c9de51ac90acb286ab8e61f1877634efac62838ef9a862'],
  [376, '3ed1f48bf4ba9128762550dd037db4abf01875fc536a4a8fe0ca96295a580b15'],
  [386, '32c4bfdea7b1549b5ae2b75d6122d4afe8b8b6aaa225cc644ce328af12f55b90'],
  [405, '0e531a11e69c4fd382a8e107deb42e64fcb3d977d8467ea7b4b4befc4494e7ca'],
  [460, '5ef94e8cbd098ee291c11bea1c8ddd558ab57d13610693ef214157306a1ef6a1'],
  [468, '03a1500ab73170eee93e6751d6e9b8fe3adfec7ee5bc57b5be6572a0fe9fcb35'],
];

/** Titles over one line and over two. */
export const TITLES: readonly (readonly [section: string, length: number])[] = [
  ['1', 20],
  ['2', 54],
  ['2.1', 9],
  ['2.4.1', 50],
  ['4', 56],
  ['6', 17],
  ['7', 18],
  ['Vedlegg 1 pkt. 3', 20],
];

/** Lines of the entries of each list that is no requirement. */
export const LISTS = [
  '15-16 18-18 19-19 20-20 21-21',
  '29-29 30-30 31-31 32-32',
  '39-39 40-40 41-41 42-42 43-43',
  '49-49 50-50 51-51',
  '59-59 60-60 61-61 62-62 63-63',
  '471-471 472-474 475-477',
];

/** Lines that are titles of chapters, or headings that make bullets requirements. */
export const HEADINGS = [
  1, 69, 90, 91, 102, 118, 128, 135, 145, 150, 160, 189, 201, 221, 231, 237, 241, 253, 264, 290, 305, 319,
  320, 331, 355, 360, 375, 384, 389, 397, 415, 421, 445, 447, 458, 487,
];

/** Doubts of the item that begins at the line. */
export const DOUBTS: Readonly<Record<number, string>> = {
  11: 'introduces-list',
  27: 'introduces-list',
  36: 'introduces-list',
  46: 'introduces-list',
  57: 'introduces-list',
  137: 'not-ended',
  176: 'demand-in-ingress',
  191: 'demand-in-ingress on-request',
  248: 'demand-in-ingress',
  265: 'on-request',
  276: 'graded-assignments',
  376: 'two-percentages baseline-not-told',
  379: 'no-magnitude baseline-not-told',
  382: 'no-magnitude baseline-not-told',
  468: 'introduces-list',
};

export const INDICATORS = [
  {
    direction: 'decrease',
    baselineYear: 2023,
    threshold: { value: '10', unit: '%' },
    wantedChange: { value: '10', unit: '%' },
  },
  { direction: 'increase', baselineYear: 2023 },
  { direction: 'increase', baselineYear: 2023 },
];
