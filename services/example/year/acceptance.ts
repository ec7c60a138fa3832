import { fieldOf, listOf } from '../../../contracts/json/field';
import type { Client, Said } from '../client';
import type { Find } from './documents';
import { MINISTRY, REGION } from './organisations';

interface Case {
  readonly organisation: string;
  readonly document: string;
  readonly number: string;
  readonly title: string;
  readonly date: string;
  /** Reservations, by the words the requirement begins with. */
  readonly reservations?: Readonly<Record<string, string>>;
}

/** One board case takes every requirement that a document laid on the organisation. */
async function boardCase(
  client: Client,
  { organisation, document, number, title, date, reservations = {} }: Case,
): Promise<void> {
  const { body } = await client.get(
    `/v1/requirements?organisation=${organisation}&document=${document}&limit=200`,
  );
  const requirements = listOf(body, 'items').map(item => {
    const text = String(fieldOf(item, 'text'));
    const reservation = Object.entries(reservations).find(([words]) => text.startsWith(words))?.[1];
    return {
      requirement: fieldOf(item, 'requirement'),
      version: fieldOf(item, 'version'),
      ...(reservation === undefined ? {} : { reservation }),
    };
  });
  await client.say({
    what: 'document.accepted',
    subject: document,
    organisation,
    body: 'board',
    at: `${date}T14:00:00Z`,
    data: {
      boardCase: { number, title, date },
      wording: 'Styret tar styringskravene til etterretning',
      requirements,
    },
  });
}

export const commissionAccepted = (client: Client): Promise<void> =>
  boardCase(client, {
    organisation: REGION,
    document: `${MINISTRY}.od-2030`,
    number: '4/30',
    title: 'Oppdragsdokument 2030',
    date: '2030-01-24',
  });

const requirementSaid = (
  what: string,
  subject: string,
  organisation: string,
  at: string,
  data: unknown,
): Said => ({ what: `requirement.${what}`, subject, organisation, at, data });

/** Two boards take all by one case, one of them with a reservation; the third asks first, and decides a day in March. */
export async function steeringAccepted(client: Client, find: Find): Promise<void> {
  const document = `${REGION}.sr-2030`;
  const title = 'Styringskrav og rammer 2030';
  const supplies = await find('Kartlegge sårbare', 'kysten');
  await client.say(
    requirementSaid('received', supplies, 'kysten', '2030-02-07', { note: 'Journalført og fordelt' }),
  );
  await boardCase(client, { organisation: 'granvik', document, number: '9/30', title, date: '2030-02-20' });
  await client.say(
    requirementSaid('clarification-asked', supplies, 'kysten', '2030-02-25', {
      question: 'q1',
      text: 'Gjelder lagerkravet også ambulansestasjonene?',
    }),
  );
  await boardCase(client, {
    organisation: 'fjellheim',
    document,
    number: '7/30',
    title,
    date: '2030-02-26',
    reservations: {
      'Øve planen':
        'Forutsetter at øvelsene kan gjennomføres uten å redusere planlagt aktivitet i vinterferien.',
    },
  });
  await client.say(
    requirementSaid('clarification-given', supplies, REGION, '2030-03-01', {
      question: 'q1',
      text: 'Ja, men lageret kan være felles for flere stasjoner.',
    }),
  );
  await client.say(
    requirementSaid('responsible-assigned', supplies, 'kysten', '2030-04-02T08:00:00Z', { person: 'p-4c21' }),
  );
  // Decided on 10 March, recorded on 2 April: both times stand, and the history shows the gap.
  await boardCase(client, { organisation: 'kysten', document, number: '5/30', title, date: '2030-03-10' });
}

/** The mid-year requirement is taken one by one; the sharpened one is accepted anew, by one of them late. */
export async function midYearAccepted(client: Client, find: Find): Promise<void> {
  for (const organisation of ['granvik', 'fjellheim', 'kysten']) {
    await client.say(
      requirementSaid(
        'accepted',
        await find('Utarbeide en felles', organisation),
        organisation,
        '2030-05-28',
        { version: 1, wording: 'Tatt til etterretning' },
      ),
    );
  }
  for (const [organisation, at] of [
    ['granvik', '2030-06-18'],
    ['kysten', '2030-06-24'],
    ['fjellheim', '2030-09-03'],
  ] as const) {
    const exercise = await find('Øve planen', organisation);
    if (organisation === 'granvik') {
      // The old version is no longer what is asked for: the door says so, with both texts.
      await client.refused(requirementSaid('accepted', exercise, organisation, at, { version: 1 }), 422);
    }
    await client.say(
      requirementSaid('accepted', exercise, organisation, at, {
        version: 2,
        wording: 'Akseptert på nytt etter tilleggsdokumentet',
      }),
    );
  }
}
