/** What is known of organisations when addressees are looked up. */
export interface AliasTable {
  readonly organisations: readonly {
    readonly id: string;
    /** Every name in use, «Nordfjella HF» and «Nordfjella». */
    readonly names: readonly string[];
    /** Groups it is in: «HF», «RHF», or a name of their own. */
    readonly groups: readonly string[];
  }[];
  /** Ids of those the document is sent to: whom «Helseforetaket» means. */
  readonly addressees?: readonly string[];
}

export interface ResolvedAddressees {
  /** In the order of the alias table, each once. */
  readonly ids: readonly string[];
  /** Phrases that name nobody known, or more than one; each is a doubt. */
  readonly unresolved: readonly string[];
}

type Meaning = { readonly ids: readonly string[]; readonly out: boolean } | undefined;

/**
 * Whom the phrases of a document mean: names, groups («Alle HF», «HF-ene», «Helseforetakene»), with «inkl. X» added and
 * «unntatt X» taken out. «Helseforetaket» means those the document is sent to.
 */
export function resolveAddressees(phrases: readonly string[], aliases: AliasTable): ResolvedAddressees {
  const meanings = phrases.map(phrase => ({ phrase, meaning: meaningOf(phrase, aliases) }));
  const out = new Set(meanings.flatMap(({ meaning }) => (meaning?.out === true ? meaning.ids : [])));
  const meant = new Set(meanings.flatMap(({ meaning }) => (meaning?.out === false ? meaning.ids : [])));
  return {
    ids: aliases.organisations.map(({ id }) => id).filter(id => meant.has(id) && !out.has(id)),
    unresolved: meanings.filter(({ meaning }) => meaning === undefined).map(({ phrase }) => phrase),
  };
}

const ADDS = /^(?:inkl\.?|inkludert|inklusive|herunder|samt|gjelder|gjeld|og) /u;
const TAKES_OUT = /^(?:unntatt|unnateke|utenom|utanom|ekskl\.?|ekskludert|med unntak av|med unnatak av) /u;

function meaningOf(phrase: string, aliases: AliasTable): Meaning {
  const words = normal(phrase);
  const out = TAKES_OUT.test(words);
  const name = words.replace(out ? TAKES_OUT : ADDS, '');
  const ids = idsOf(name, aliases);
  return ids === undefined ? undefined : { ids, out };
}

function idsOf(name: string, { organisations, addressees }: AliasTable): readonly string[] | undefined {
  const named = organisations.filter(org => org.names.some(known => normal(known) === name));
  if (named.length === 1) return named.map(({ id }) => id);
  if (named.length > 1) return undefined;
  if (/^(?:helse)?f[oø]retaket$/u.test(name)) return addressees;
  const group = groupOf(name);
  const members = organisations.filter(org => org.groups.some(known => groupOf(normal(known)) === group));
  if (members.length > 0) return members.map(({ id }) => id);
  return group === 'hf' ? addressees : undefined;
}

/** One word for all ways to say the same group. */
function groupOf(name: string): string {
  const group = name.replace(/^alle (?:de )?/u, '');
  if (/^(?:hf|hf ene|(?:helse)?(?:foretak(?:ene|a)?|føretak(?:a)?))$/u.test(group)) return 'hf';
  if (/^(?:rhf|rhf ene|regionale helse(?:foretak(?:ene)?|føretak(?:a)?))$/u.test(group)) return 'rhf';
  return group;
}

const normal = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[-‐‑–]/gu, ' ')
    .replace(/[.,;:]$/u, '')
    .split(/\s+/u)
    .join(' ')
    .trim();
