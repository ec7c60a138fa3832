/** Small facts about Norwegian text, bokmål and nynorsk, that tell how lines belong together. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/u));

/** Words after which no sentence, list entry or heading ends. */
const LEADS_ON =
  set(`og eller men av i på til for med fra frå om som at ved en et ei ein eit å der hvor kor samt mellom
  under innen innan mot over den det de dei sin sine sitt sitt si deres deira vår våre alle enn hos hjå uten utan gjennom
  både herunder inkludert skal må bør`);

const ABBREVIATIONS =
  set(`bl.a. jf. inkl. ekskl. nr. kap. pkt. f.eks. iht. ca. kl. st. meld. dvs. evt. ev. vedr. adm. hhv.
  prop. innst. dr. prof. art. tlf. t.o.m. m.a. jfr.`);

const FINITE =
  set(`er har hadde skal må bør kan vil ble blir vart blei var viser vises vist gjelder gjeld krever krev
  forventes forventer ventar legger legg ligger ønsker ønskjer vedtok innebærer inneber betyr tar får gir går står finnes
  finst peker minner fremgår framgår forutsettes plikter bes`);

/** Words that begin a clause of its own inside the sentence. */
const SUBORDINATES = set('at som slik der hvor kor dersom når hvis fordi om');

const OPENS_PROSE =
  set(`det dette disse denne desse den de dei vi i for ved som når dersom hvis videre vidare også dessuten
  helseforetaket helseforetakene helseføretaket helseføretaka foretaket foretakene føretaket føretaka alle styret regjeringen
  begge mange status arbeidet målet målene måla planen samtidig herunder ut utover derfor difor her slike ein en et eit`);

/** Infinitives that end in another vowel than most: «bistå», «gjennomgå», «oppnå», «tilby», «angi», «forbli», «sende». */
const OTHER_INFINITIVES =
  /^(?:\p{L}*(?:stå|gå|skje)|(?:opp)?nå|få|(?:på)?se|(?:på|opp|til)?sjå|(?:til|inn|for)?by|(?:an|opp|av|ut|til|videre|vidare)?gi|(?:for)?bli|(?:inn|over|ut|til|vidare|videre)?sende|(?:an|inn)?vende|(?:be)?tjene|trene)$/u;

/** Words in -e or -a that begin noun phrases, not infinitives. */
const NO_INFINITIVE =
  set(`dette disse denne desse alle begge mange noe ikke både ofte videre vidare hele heile slike andre
  våre egne eigne nye gode ønske øvrige første tredje større mindre færre flere fleire lokale nokre noen ingen helse norge gruppe`);

export const wordsOf = (text: string): string[] => text.split(' ');

export const lastWord = (text: string): string => text.slice(text.lastIndexOf(' ') + 1);

export const firstWord = (text: string): string => {
  const end = text.indexOf(' ');
  return end < 0 ? text : text.slice(0, end);
};

/** The word without the marks around it, in lower case. */
export const bare = (word: string): string =>
  word
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/[.,;:!?»")\]…]{1,20}$/u, '');

const tail = (text: string): string => text.slice(-12);

/** Ends with a mark that can end a sentence or a list entry. */
export const endsSentence = (text: string): boolean =>
  /[.!?:;…)][»”")\]]{0,3}$/u.test(tail(text)) && !ABBREVIATIONS.has(lastWord(text).toLowerCase());

/** Ends with a full stop, so that it is said to its end. */
export const endsFully = (text: string): boolean =>
  /[.!?…][»”")\]]{0,3}$/u.test(tail(text)) && !ABBREVIATIONS.has(lastWord(text).toLowerCase());

/** Cannot end here: a comma, a hyphen, a preposition, an abbreviation. */
export const leadsOn = (text: string): boolean =>
  /[,/(«–-]$/u.test(tail(text)) ||
  LEADS_ON.has(lastWord(text).toLowerCase()) ||
  ABBREVIATIONS.has(lastWord(text).toLowerCase());

export const startsUpper = (text: string): boolean => /^[«"“(]?\p{Lu}/u.test(text);
export const startsLower = (text: string): boolean => /^[«"“(]?\p{Ll}|^[),.;/%&]|^[-–]\p{L}/u.test(text);

/** Holds a finite verb in its main clause, as a sentence does and a list entry seldom. */
export function hasFiniteVerb(text: string): boolean {
  const words = wordsOf(text.slice(0, 600)).map(bare);
  const end = words.findIndex((word, i) => i > 0 && SUBORDINATES.has(word));
  return (end < 0 ? words : words.slice(0, end)).some(word => FINITE.has(word));
}

/** Opens as running text does: «Dette er …», «Helseforetakene må …», «I 2024 skal …». */
export const opensProse = (text: string): boolean =>
  OPENS_PROSE.has(bare(firstWord(text))) && hasFiniteVerb(text);

const firstSentence = (text: string): string => text.split(/[.!?] (?=\p{Lu})/u, 1)[0] ?? text;

/** Reads on from «skal:», since it begins with an infinitive. */
export function beginsWithInfinitive(text: string): boolean {
  const word = bare(firstWord(text));
  if (OTHER_INFINITIVES.test(word)) return true;
  if (NO_INFINITIVE.has(word) || /(?:ene|ane|ende|lige|lege|iske|nale)$/u.test(word)) return false;
  return /^\p{L}+[ea]$/u.test(word) && !hasFiniteVerb(firstSentence(text));
}

const KEEPS_ITS_SPACE = set('og eller samt men som til kontra versus');

/**
 * The words of several lines as one text. A hyphen where a line ended stays and joins («IKT-» «styring» gives
 * «IKT-styring»), save where it stands for a left-out word («drifts- og») or after a bare number («2024- resultat»).
 */
export function joinLines(lines: readonly string[]): string {
  const words = lines.filter(line => line !== '').flatMap(wordsOf);
  const parts: string[] = [];
  words.forEach((word, i) => {
    const before = words[i - 1];
    if (before !== undefined && !hyphenated(before, word)) parts.push(' ');
    parts.push(word);
  });
  return parts.join('');
}

function hyphenated(before: string, word: string): boolean {
  if (before.length < 2 || !before.endsWith('-') || KEEPS_ITS_SPACE.has(bare(word))) return false;
  const stem = before.slice(-40, -1);
  return /\p{L}/u.test(stem) ? /^\p{L}/u.test(word) : /\p{N}$/u.test(stem) && /^\p{N}/u.test(word);
}
