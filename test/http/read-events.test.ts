import http from 'node:http';
import type { Response } from 'supertest';
import type { Position } from '../../services/event-log';
import { tokenOf } from '../../services/http/read/token';
import { event } from './harness';
import { on, startWorld, TRUST, type World } from './read-world';

interface Shown {
  readonly seq: number;
  readonly position: Position;
  readonly token: string;
  readonly event: { readonly id: string };
  readonly meta: { readonly id: string };
}

interface Page {
  readonly items: readonly Shown[];
  readonly next: string | null;
  readonly more: boolean;
}

/** A reader of server-sent events over a socket that can be cut. */
function listen(url: string, headers: Readonly<Record<string, string>> = {}) {
  const messages: { id: string; event: string; data: string }[] = [];
  const state = { ended: false, head: '' };
  let rest = '';
  let wake = (): void => undefined;
  const request = http.get(url, { headers }, response => {
    state.head = JSON.stringify(response.headers);
    response.setEncoding('utf8');
    response.on('data', (text: string) => {
      rest += text;
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        const fields = new Map(
          rest
            .slice(0, end)
            .split('\n')
            .map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
        );
        rest = rest.slice(end + 2);
        messages.push({
          id: fields.get('id') ?? '',
          event: fields.get('event') ?? '',
          data: fields.get('data') ?? '',
        });
      }
      wake();
    });
    response.on('close', () => {
      state.ended = true;
      wake();
    });
  });
  request.on('error', () => {
    state.ended = true;
    wake();
  });
  return {
    messages,
    state,
    cut: () => request.destroy(),
    until: async (holds: () => boolean): Promise<void> => {
      while (!holds() && !state.ended) await new Promise<void>(resolve => (wake = resolve));
    },
  };
}

describe('the events of the log', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.harness.close());

  const page = async (path: string): Promise<Page> =>
    (await world.harness.agent.get(path).expect(200)).body as Page;

  const walk = async (path: string): Promise<readonly Shown[]> => {
    const all: Shown[] = [];
    for (let href: string | undefined = path; href !== undefined;) {
      const response: Response = await world.harness.agent.get(href).expect(200);
      all.push(...(response.body as Page).items);
      href = /<([^>]+)>; rel="next"/.exec(response.headers['link'] ?? '')?.[1];
    }
    return all;
  };

  it('are walked page by page, each once and in order', async () => {
    const count = await world.harness.count();
    const all = await walk('/v1/events?limit=7');
    expect(all.map(r => r.seq)).toEqual([...Array(count).keys()]);
  });

  it('go on behind a token, and from an index', async () => {
    const [, second] = (await page('/v1/events?limit=2')).items;
    const next = await page(`/v1/events?limit=1&after=${second?.token ?? ''}`);
    expect(next.items[0]?.seq).toBe(2);
    expect((await page('/v1/events?limit=1&from=5')).items[0]?.seq).toBe(5);
    expect((await page('/v1/events?limit=1&from=0')).items[0]?.seq).toBe(0);
  });

  it('know a token by the record it stands for, and not by its form', async () => {
    const [one, other] = (await page('/v1/events?limit=2')).items;
    const count = await world.harness.count();
    if (one === undefined || other === undefined) throw new Error('no records');
    const forged = [
      { seq: one.seq, position: other.position },
      // As another engine gives them.
      { seq: 3, position: '99999999' as Position },
      { seq: count - 1, position: '99999999' as Position },
      { seq: count, position: one.position },
      { seq: 10_000_000, position: '99999999' as Position },
      { seq: 0, position: 'x' as Position },
    ].map(tokenOf);
    for (const token of forged) {
      const refused = await world.harness.agent.get(`/v1/events?after=${token}`).expect(400);
      expect(refused.text).toContain('The token is none of this log');
      await world.harness.agent.get('/v1/events?format=ndjson').query({ after: token }).expect(400);
      await world.harness.agent.get('/v1/events/stream').set('Last-Event-ID', token).expect(400);
    }
  });

  it('can be asked for by family, stream and organisation', async () => {
    const calendar = await walk('/v1/events?family=calendar&limit=1000');
    expect(calendar).toHaveLength(4);
    const stream = await walk(`/v1/events?stream=requirement-${world.exercise}&limit=10`);
    expect(stream).toHaveLength(5);
    const trust = await walk(`/v1/events?organisation=${TRUST}&family=report&limit=100`);
    expect(trust).toHaveLength(1);
  });

  it('tell an empty page at the end where to go on', async () => {
    const last = (await walk('/v1/events')).at(-1);
    const end = await page(`/v1/events?after=${last?.token ?? ''}`);
    expect(end).toMatchObject({ items: [], more: false, next: last?.token });
  });

  it('are exported as NDJSON, a record a line', async () => {
    const response = await world.harness.agent.get('/v1/events?format=ndjson').expect(200);
    expect(response.headers['content-type']).toContain('application/x-ndjson');
    const lines = response.text.trim().split('\n');
    expect(lines.map(line => (JSON.parse(line) as Shown).seq)).toEqual([
      ...Array(await world.harness.count()).keys(),
    ]);
  });

  it.each(['after=nonsense', 'from=123456789', `after=${Buffer.from('[1,"x"]').toString('base64url')}`])(
    'refuse %s',
    async query => {
      await world.harness.agent.get(`/v1/events?${query}`).expect(400);
      await world.harness.agent.get(`/v1/events/stream?${query}`).expect(400);
    },
  );

  it('come as a stream without a gap, however often the connection is cut', async () => {
    const url = `${world.harness.url}/v1/events/stream`;
    const before = await world.harness.count();
    const TOTAL = 60;
    const writing = (async () => {
      for (let i = 0; i < TOTAL; i++)
        await world.harness.stored(
          event(
            'requirement.measured',
            world.indicator,
            TRUST,
            {
              period: { year: 2031, months: [(i % 12) + 1] },
              value: { state: 'set', value: String(i) },
            },
            { time: '2031-12-05T11:00:00Z' },
          ),
        );
    })();
    const seqs: number[] = [];
    let token: string | undefined;
    for (let round = 0; seqs.length < TOTAL && round < 40; round++) {
      const stream =
        token === undefined ? listen(`${url}?from=${before}`) : listen(url, { 'Last-Event-ID': token });
      // Cut after a few records, in the middle of what is being written.
      const records = () => stream.messages.filter(m => m.event === 'record');
      await stream.until(() => records().length >= 4 || seqs.length + records().length >= TOTAL);
      stream.cut();
      for (const { id, data } of records()) {
        seqs.push((JSON.parse(data) as Shown).seq);
        token = id;
      }
    }
    await writing;
    expect(seqs).toEqual([...Array(TOTAL).keys()].map(i => before + i));
  });

  it('tell when all so far was given, and are not to be buffered on the way', async () => {
    const stream = listen(`${world.harness.url}/v1/events/stream?from=0&family=log`);
    await stream.until(() => stream.messages.some(m => m.event === 'caught-up'));
    const count = await world.harness.count();
    const records = stream.messages.filter(m => m.event === 'record');
    expect(records.map(r => (JSON.parse(r.data) as { event: { subject: string } }).event.subject)).toEqual([
      'log',
      'log',
    ]);
    // The token is behind what was left out as well, so that it is not looked through again.
    const last = stream.messages.at(-1)?.id ?? '';
    expect((await page(`/v1/events?after=${last}`)).items.every(r => r.seq >= count)).toBe(true);
    expect(stream.state.head).toContain('"x-accel-buffering":"no"');
    expect(stream.state.head).toContain('text/event-stream');
    stream.cut();
  });

  it('without a token begin with what is new', async () => {
    const stream = listen(`${world.harness.url}/v1/events/stream`);
    await stream.until(() => stream.messages.some(m => m.event === 'caught-up'));
    const told = await on(world.harness, '2031-12-06', 'requirement.received', world.indicator, TRUST, {});
    await stream.until(() => stream.messages.some(m => m.event === 'record'));
    const [first] = stream.messages.filter(m => m.event === 'record');
    expect((JSON.parse(first?.data ?? '{}') as Shown).meta.id).toBe(told.id);
    stream.cut();
  });

  it('show where their sender has used the same id in another stream', async () => {
    const { harness } = world;
    const told = (year: number): object => ({
      ...event('calendar.deadline-set', `helse-solheim.${year}`, 'helse-solheim', {
        deadline: 'arsmelding',
        for: { what: 'annual-report', step: 'administrative' },
        date: `${year + 1}-02-01`,
        title: 'Årlig melding',
      }),
      id: 'used-twice',
    });
    const [one, other] = [await harness.stored(told(2041)), await harness.stored(told(2042))];
    await harness.settled();
    const shown = (await harness.agent.get(`/v1/events/${one.id}`)).body as object;
    expect(shown).toMatchObject({ sameIdIn: [{ stream: other.stream, href: `/v1/events/${other.id}` }] });
  });

  it('know the token of what was stored a moment ago', async () => {
    const { harness } = world;
    for (let year = 2050; year < 2055; year++) {
      const { position } = await harness.stored(
        event('calendar.deadline-set', `helse-solheim.${year}`, 'helse-solheim', {
          deadline: 'arsmelding',
          for: { what: 'annual-report', step: 'administrative' },
          date: `${year + 1}-02-01`,
          title: 'Årlig melding',
        }),
      );
      const newest = (await harness.count()) - 1;
      const token = tokenOf({ seq: newest, position: position as Position });
      expect(await page(`/v1/events?after=${token}`)).toMatchObject({ items: [], next: token });
    }
    await harness.settled();
  });

  it('end at shutdown', async () => {
    const stream = listen(`${world.harness.url}/v1/events/stream`);
    await stream.until(() => stream.messages.some(m => m.event === 'caught-up'));
    await world.harness.serving.close();
    await stream.until(() => stream.state.ended);
    expect(stream.state.ended).toBe(true);
  });
});
