import { event, type Harness } from './harness';

/** Fictive organisations: a ministry, a region, and two trusts. */
export const MINISTRY = 'departementet';
export const REGION = 'helse-solheim';
export const TRUST = 'granvik';
export const OTHER_TRUST = 'elvestad';

/** Registers the organisations and publishes a status scale. */
export async function settle(harness: Harness): Promise<void> {
  const organisations = [
    [MINISTRY, 'Helse- og velferdsdepartementet', 'ministry', undefined],
    [REGION, 'Helse Solheim RHF', 'region', MINISTRY],
    [TRUST, 'Granvik sykehus HF', 'trust', REGION],
    [OTHER_TRUST, 'Elvestad sykehus HF', 'trust', REGION],
  ] as const;
  for (const [id, name, kind, parent] of organisations) {
    await harness.stored(
      event('organisations.registered', id, id, { name, kind, ...(parent === undefined ? {} : { parent }) }),
    );
  }
  await harness.stored(event('log.status-scale-published', 'log', MINISTRY, SCALE));
}

const SCALE = {
  scale: 'traffic-light',
  version: 1,
  steps: [
    { value: 'green', labels: { nb: 'Grønn', nn: 'Grøn', en: 'Green' }, judgement: 'met' },
    { value: 'yellow', labels: { nb: 'Gul', nn: 'Gul', en: 'Yellow' }, judgement: 'at-risk' },
    { value: 'red', labels: { nb: 'Rød', nn: 'Raud', en: 'Red' }, judgement: 'not-met' },
  ],
};

/** A small steering document of the real form, about nobody. */
export const DOCUMENT = `Styringskrav og rammer 2031
Granvik sykehus HF

1 Innledning

Helse Solheim RHF fastsetter her krav til helseforetaket for 2031.

2 Beredskap

Helseforetaket skal hvert år ha en beredskap som tåler bortfall av strøm og vann.

Indikatorer:
• Andel avdelinger som har øvd planen skal være minst 90 %.

Helseforetaket skal:
• Øve beredskapsplanen sammen med kommunene i opptaksområdet.
• Rapportere lagernivå for legemidler hver måned.

3 Økonomi

Helseforetaket skal:
• Levere et regnskap i balanse.
`;

/** Imports the document, and gives its subject. */
export async function imported(harness: Harness, id = 'styringskrav-2031', text = DOCUMENT): Promise<string> {
  const response = await harness.agent
    .post(`/v1/imports?issuer=${REGION}&document=${id}&year=2031`)
    .set('Content-Type', 'text/plain')
    .send(text);
  if (response.status !== 201) throw new Error(`${response.status}: ${response.text}`);
  return `${REGION}.${id}`;
}

export const REPORTING = {
  bullets: { mode: 'through-year+annual', source: 'kap. 1.1' },
  framing: { mode: 'none', source: 'kap. 1.1' },
};

/** Specifies the document's indicators, so that it can be published. */
export async function readyToPublish(harness: Harness, document: string): Promise<void> {
  const { state } = await harness.serving.service.door.read('document', `document-${document}`);
  for (const item of state.items.filter(i => i.kind === 'indicator')) {
    await harness.stored(
      event('document.indicator-specified', document, REGION, {
        item: item.item,
        indicator: { direction: 'increase', unit: 'prosent' },
        reason: 'Flere skal ha øvd',
      }),
      { 'If-Match': `"${item.revision}"` },
    );
  }
}
