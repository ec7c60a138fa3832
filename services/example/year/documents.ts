import { fieldOf, listOf } from '../../../contracts/json/field';
import type { Client } from '../client';
import { MINISTRY, REGION } from './organisations';

/** A draft document under decision: finds its items by their words, and decides on them with the ETag they have. */
export interface Draft {
  readonly decide: (words: string, what: string, data: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly publish: (at: string, source: string) => Promise<void>;
}

export interface Imported {
  readonly file: string;
  readonly document: string;
  readonly kind: string;
  readonly year: number;
  readonly at: string;
  readonly more?: Readonly<Record<string, string>>;
}

export async function imported(
  client: Client,
  { file, document, kind, year, at, more = {} }: Imported,
): Promise<Draft> {
  const [issuer = '', id = ''] = document.split('.');
  await client.importDocument(file, {
    issuer,
    document: id,
    kind,
    year: String(year),
    time: `${at}T08:00:00Z`,
    ...more,
  });

  async function itemOf(words: string): Promise<string> {
    const { body } = await client.get(`/v1/documents/${document}`);
    const item = listOf(body, 'items').find(i => String(fieldOf(i, 'text')).startsWith(words));
    if (item === undefined) throw new Error(`${document} has no item that begins "${words}"`);
    return String(fieldOf(item, 'item'));
  }

  return {
    decide: async (words, what, data) => {
      const item = await itemOf(words);
      const { etag } = await client.get(`/v1/documents/${document}/items/${item}`);
      const said = {
        what: `document.${what}`,
        subject: document,
        organisation: issuer,
        at,
        data: { item, ...data },
      };
      await client.say(etag === undefined ? said : { ...said, ifMatch: etag });
    },
    publish: async (day, source) => {
      const { etag } = await client.get(`/v1/documents/${document}`);
      const reporting = {
        bullets: { mode: 'through-year+annual', source },
        framing: { mode: 'none', source },
      };
      const said = {
        what: 'document.published',
        subject: document,
        organisation: issuer,
        at: day,
        data: { reporting },
      };
      await client.say(etag === undefined ? said : { ...said, ifMatch: etag });
    },
  };
}

/** The key of a requirement, found by its words, and the requirement of an addressee. */
export type Find = (words: string, addressee: string) => Promise<string>;

export function finder(client: Client): Find {
  const known = new Map<string, string>();
  return async (words, addressee) => {
    const name = `${addressee} ${words}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const { body } = await client.get(`/v1/requirements?organisation=${addressee}&limit=200`);
    const found = listOf(body, 'items').find(i => String(fieldOf(i, 'text')).startsWith(words));
    if (found === undefined) throw new Error(`${addressee} has no requirement that begins "${words}"`);
    const requirement = String(fieldOf(found, 'requirement'));
    known.set(name, requirement);
    return requirement;
  };
}

/** The ministry's document to the region: read, one indicator specified, published, accepted by the region's board. */
export async function commission(client: Client): Promise<void> {
  const draft = await imported(client, {
    file: 'oppdragsdokument-2030.txt',
    document: `${MINISTRY}.od-2030`,
    kind: 'commission',
    year: 2030,
    at: '2030-01-08',
  });
  await draft.decide('Andel pasientforløp', 'indicator-specified', {
    indicator: {
      direction: 'increase',
      unit: 'prosent',
      baselineYear: 2029,
      wantedChange: { unit: 'absolute', amount: '5' },
    },
    reason: 'Teksten gir retning og størrelse',
  });
  await draft.publish('2030-01-10', 'kap. 1');
}

/** The region's document: a correction, a promotion, all four kinds of cascade, three indicators. */
export async function steering(client: Client, find: Find): Promise<void> {
  const document = `${REGION}.sr-2030`;
  const draft = await imported(client, {
    file: 'styringskrav-2030.txt',
    document,
    kind: 'steering-document',
    year: 2030,
    at: '2030-01-28',
  });
  await draft.decide('Opprette et fast kontaktpunkt', 'item-corrected', {
    addressees: ['Granvik sykehus HF', 'Fjellheim sykehus HF'],
    reason: 'Parentesen nevner to foretak; leseren tok den for løpende tekst',
  });
  await draft.decide('Mange reinnleggelser', 'item-promoted', {
    kind: 'task',
    reason: 'Andre setning er et krav med frist, selv om den står i ingressen',
  });
  await draft.decide('Planverket må være kjent', 'item-corrected', {
    reporting: { mode: 'on-request', source: 'kap. 3: «etter forespørsel»' },
    reason: 'Status gis når beredskapsutvalget spør',
  });
  for (const words of ['Administrativ innsending', 'Styrebehandlet årlig melding']) {
    await draft.decide(words, 'item-dropped', {
      reason: 'En frist, ikke et krav; den står i fristkalenderen',
    });
  }
  await draft.decide('Andel pasientforløp', 'indicator-specified', {
    indicator: {
      direction: 'increase',
      unit: 'prosent',
      baselineYear: 2029,
      wantedChange: { unit: 'absolute', amount: '5' },
    },
    reason: 'Samme mål som departementet har satt',
  });
  await draft.decide('Antall meldte avvik', 'indicator-specified', {
    indicator: { direction: 'increase', unit: 'meldinger', baselineYear: 2029 },
    reason: 'Flere meldinger er målet: god meldekultur',
  });
  await draft.decide('Antall registrerte', 'indicator-specified', {
    indicator: { direction: 'increase', unit: 'hendelser', baselineYear: 2029 },
    reason: 'Flere meldinger er målet: god meldekultur',
  });
  const linked = async (words: string, cascade: string, parent: string, reason: string): Promise<void> =>
    draft.decide(words, 'item-linked', { cascade, parent: await find(parent, REGION), reason });
  await linked('Andel pasientforløp', 'verbatim', 'Andel pasientforløp', 'Ordrett videreført');
  await linked('Gi alle pasienter', 'adapted', 'Sørge for at alle', 'Kommunen er tatt inn');
  await linked('Tilby digital oppfølging', 'adapted', 'Redusere antall', 'Gjort konkret for foretakene');
  await linked('Øve planen', 'adapted', 'Øve planen', 'Gjelder klinikkene i hvert foretak');
  await linked(
    'Pasienten skal ikke være',
    'inherited',
    'Pasienter skal møte',
    'Departementets ingress gjelder også her',
  );
  for (const words of [
    'Mange reinnleggelser',
    'Opprette et fast',
    'Kartlegge sårbare',
    'Antall meldte avvik',
    'Antall registrerte',
  ]) {
    await draft.decide(words, 'item-linked', { cascade: 'added', reason: 'Regionens eget krav' });
  }
  await draft.publish('2030-02-05', 'kap. 1.1');
}

/** A requirement in the middle of the year, and a supplement that sharpens one. */
export async function midYear(client: Client, find: Find): Promise<void> {
  const minutes = await imported(client, {
    file: 'foretaksprotokoll-2030-05.txt',
    document: `${REGION}.protokoll-2030-05`,
    kind: 'minutes',
    year: 2030,
    at: '2030-05-21',
  });
  await minutes.decide('Utarbeide en felles prosedyre', 'item-linked', {
    cascade: 'added',
    reason: 'Vedtatt i foretaksmøtet',
  });
  await minutes.publish('2030-05-22', 'foretaksprotokoll 20.05.2030');

  const supplement = await imported(client, {
    file: 'tilleggsdokument-2030.txt',
    document: `${REGION}.tillegg-2030`,
    kind: 'supplement',
    year: 2030,
    at: '2030-06-10',
    more: { supplements: `${REGION}.sr-2030` },
  });
  const exercise = await find('Øve planen', 'granvik');
  await supplement.decide('Øve planen', 'item-directed', {
    effect: { kind: 'amends', key: exercise.slice(exercise.indexOf('.') + 1), renewAcceptance: true },
    reason: 'Nattøvelse og evaluering er nytt, så kravet må aksepteres på nytt',
  });
  await supplement.publish('2030-06-12', 'kap. 1.1 i styringskrav 2030');
}

/** Next year's document: one requirement goes on unchanged, one in new words. */
export async function nextYear(client: Client, find: Find): Promise<void> {
  const draft = await imported(client, {
    file: 'styringskrav-2031.txt',
    document: `${REGION}.sr-2031`,
    kind: 'steering-document',
    year: 2031,
    at: '2031-03-24',
  });
  const keyOf = async (words: string): Promise<string> => {
    const requirement = await find(words, 'granvik');
    return requirement.slice(requirement.indexOf('.') + 1);
  };
  await draft.decide('Gi alle pasienter', 'item-directed', {
    effect: { kind: 'carries-forward', key: await keyOf('Gi alle pasienter') },
    reason: 'Uendret ordlyd',
  });
  await draft.decide('Tilby digital oppfølging', 'item-directed', {
    effect: { kind: 'restates', key: await keyOf('Tilby digital oppfølging') },
    reason: 'Ambisjonen er hevet',
  });
  await draft.publish('2031-03-26', 'kap. 1');
}
