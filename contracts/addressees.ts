import {
  existsOn,
  groupsOn,
  namesOn,
  type Organisation,
  type OrganisationsState,
} from './states/organisations';

/** Who a document's words mean on a day; what nobody answers to is left as it stands. */
export interface Resolved {
  readonly organisations: readonly string[];
  readonly unresolved: readonly string[];
}

export interface Addressing {
  readonly register: OrganisationsState;
  readonly issuer: string;
  /** To whom the document is directed; by default every region or trust directly below the issuer. */
  readonly directedTo?: readonly string[] | undefined;
  readonly day: string;
}

/** Words for "everybody this document is directed to", in both forms of Norwegian. */
const EVERYBODY =
  /^(?:alle|helseforetake(?:t|ne)|helseføretake?t?a?|hf-?(?:ene|a|et)|foretake(?:t|ne)|føretak(?:et|a)|(?:alle|dei|de|samtlige) (?:regionale )?(?:hf|helseforetak(?:ene)?|helseføretak(?:a)?|foretak(?:ene)?|føretak(?:a)?)|(?:det|dei|de) regionale (?:helseforetake(?:t|ne)|helseføretak(?:et|a))|rhf)$/u;

const normal = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFC')
    .replace(/[().:;«»"]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();

/** Resolves addressee phrases such as "Alle HF, inkl. Granvik" through names, aliases and groups as of a day. */
export function resolveAddressees(phrases: readonly string[], addressing: Addressing): Resolved {
  const everybody = directed(addressing);
  if (phrases.length === 0) return { organisations: everybody, unresolved: [] };
  const found = phrases.map(phrase => {
    const words = normal(phrase);
    const takesOut = TAKES_OUT.test(words);
    const resolved = resolvePhrase(takesOut ? words.replace(TAKES_OUT, '') : phrase, everybody, addressing);
    return { ...resolved, takesOut, unresolved: resolved.unresolved.map(() => phrase) };
  });
  const outside = new Set(found.flatMap(f => (f.takesOut ? f.organisations : [])));
  const meant = found.flatMap(f => (f.takesOut ? [] : f.organisations));
  return {
    organisations: [...new Set(meant)].filter(organisation => !outside.has(organisation)),
    unresolved: found.flatMap(f => f.unresolved),
  };
}

/** «unntatt Granvik», in both forms of Norwegian. */
const TAKES_OUT = /^(?:med (?:unntak|unnatak) (?:av|for)|unntatt|unnateke|utenom|utanom|ekskl|ekskludert) /u;

const STEERED: ReadonlySet<string> = new Set(['region', 'trust']);

function directed({ register, issuer, directedTo, day }: Addressing): readonly string[] {
  if (directedTo !== undefined) return directedTo;
  return register.organisations
    .filter(o => o.parent === issuer && STEERED.has(o.kind) && existsOn(o, day))
    .map(o => o.id);
}

function resolvePhrase(phrase: string, everybody: readonly string[], addressing: Addressing): Resolved {
  const whole = resolveName(phrase, everybody, addressing);
  if (whole !== undefined) return { organisations: whole, unresolved: [] };
  const parts = normal(phrase)
    .split(/,| og | samt | inkl | inkludert | and /u)
    .map(normal)
    .filter(p => p !== '');
  const resolved = parts.map(part => resolveName(part.replace(/^inkl /u, ''), everybody, addressing));
  if (parts.length === 0 || resolved.includes(undefined)) return { organisations: [], unresolved: [phrase] };
  return { organisations: resolved.flatMap(r => r ?? []), unresolved: [] };
}

function resolveName(
  name: string,
  everybody: readonly string[],
  { register, day }: Addressing,
): readonly string[] | undefined {
  const wanted = normal(name);
  if (EVERYBODY.test(wanted)) return everybody;
  const existing = register.organisations.filter(o => existsOn(o, day));
  const named = existing.find(o => answersTo(o, wanted, day));
  if (named !== undefined) return [named.id];
  const members = existing.filter(o =>
    groupsOn(o, day).some(g => normal(g.replaceAll('-', ' ')) === wanted || g === wanted),
  );
  return members.length > 0 ? members.map(o => o.id) : undefined;
}

const answersTo = (organisation: Organisation, wanted: string, day: string): boolean =>
  organisation.id === wanted || namesOn(organisation, day).some(name => normal(name) === wanted);
