import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import autocannon from 'autocannon';
import { atLeast, below, inFolder, inTurn, median, percentile, type Row } from './measure';

const ROOT = path.resolve(__dirname, '../../..');
const CLIENTS = 64;
const SECONDS = 5;

let n = 0;

/** A requirement laid on one of a trust's own: a stream for each, so that nothing but the machine limits it. */
function eventBody(): string {
  n++;
  return JSON.stringify({
    specversion: '1.0',
    id: `bench-${n}`,
    source: 'https://bench.example',
    type: 'no.kravspor.requirement.issued.v1',
    subject: `granvik.bench-${process.pid}-${n}`,
    time: '2026-01-05T09:00:00Z',
    organisation: 'helse-solheim',
    data: {
      issuer: 'helse-solheim',
      addresseePhrase: 'Alle HF',
      registerRevision: 2,
      text: 'Øve planen for bortfall av elektronisk journal i alle klinikker i løpet av året, og evaluere øvelsene.',
      kind: 'task',
      modality: 'skal',
      reporting: { mode: 'through-year+annual', source: 'kap. 1.1' },
      classification: { access: 'open' },
      steeringYear: 2026,
    },
  });
}

const organisation = (subject: string, name: string, kind: string, parent?: string): string =>
  JSON.stringify({
    specversion: '1.0',
    id: subject,
    source: 'https://bench.example',
    type: 'no.kravspor.organisations.registered.v1',
    subject,
    time: '2026-01-01T09:00:00Z',
    organisation: subject,
    data: { name, kind, ...(parent === undefined ? {} : { parent }) },
  });

async function post(url: string, body: string, query = ''): Promise<Response> {
  const answer = await fetch(`${url}/v1/events${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body,
  });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return answer;
}

async function started(
  command: readonly string[],
  env: Record<string, string>,
  url: string,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  for (let tries = 0; tries < 200; tries++) {
    const up = await fetch(`${url}/livez`).then(
      r => r.ok,
      () => false,
    );
    if (up) return child;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`nobody answers at ${url}`);
}

/** Answered requests a second, every one of them asked for with a body of its own. */
async function load(url: string): Promise<number> {
  const result = await autocannon({
    url: `${url}/v1/events`,
    connections: CLIENTS,
    duration: SECONDS,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        setupRequest: request => ({ ...request, body: eventBody() }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
  return result['2xx'] / result.duration;
}

/** From the acceptance of an event to its being seen in a view, one event at a time beside a light load. */
async function visible(url: string, times: number): Promise<readonly number[]> {
  const spent: number[] = [];
  for (let i = 0; i < times; i++) {
    const body = eventBody();
    const accepted = await post(url, body);
    const begun = performance.now();
    const { position } = (await accepted.json()) as { position: string };
    const subject = /"subject":"([^"]+)"/.exec(body)?.[1] ?? '';
    const seen = await fetch(`${url}/v1/requirements/${subject}?wait=${encodeURIComponent(position)}`);
    if (!seen.ok) throw new Error(`${seen.status}: ${await seen.text()}`);
    await seen.text();
    spent.push(performance.now() - begun);
  }
  return spent;
}

/** Records a second of a trust as a bundle, and as plain lines; and how many there are. */
async function exportAndList(url: string): Promise<readonly [bundle: number, lines: number, count: number]> {
  const took = async (address: string): Promise<readonly [seconds: number, lines: number]> => {
    const begun = performance.now();
    const answer = await fetch(`${url}${address}`);
    if (!answer.ok || answer.body === null) throw new Error(`${answer.status}: ${await answer.text()}`);
    let lines = 0;
    for await (const part of answer.body) for (const byte of part) if (byte === NEW_LINE) lines++;
    return [(performance.now() - begun) / 1_000, lines];
  };
  const [listing, count] = await took('/v1/events?format=ndjson&organisation=granvik');
  const [exporting] = await took('/v1/export?organisation=granvik');
  return [count / exporting, count / listing, count];
}

const NEW_LINE = 10;
const RECORDS = 10;

/** Milliseconds to a requirement as it stood in the middle of its life, and as it stands now; medians, in turn. */
async function pastAndPresent(url: string, times: number): Promise<readonly [past: number, present: number]> {
  const issued = JSON.parse(eventBody()) as { readonly subject: string };
  const at = `${url}/v1/requirements/${issued.subject}`;
  await post(url, JSON.stringify(issued));
  for (let month = 1; month < RECORDS; month++) {
    const reported = {
      ...issued,
      id: `${issued.subject}-${month}`,
      type: 'no.kravspor.requirement.responsible-assigned.v1',
      time: `2026-${String(month).padStart(2, '0')}-28T09:00:00Z`,
      organisation: 'granvik',
      data: { person: `p-${month}` },
    };
    await post(url, JSON.stringify(reported), '?wait=views');
  }
  const [past, present]: [number[], number[]] = [[], []];
  const spent = async (address: string): Promise<number> => {
    const begun = performance.now();
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    await answer.text();
    return performance.now() - begun;
  };
  for (let i = 0; i < times; i++) {
    present.push(await spent(at));
    past.push(await spent(`${at}?asOf=2026-05-31`));
  }
  return [median(past), median(present)];
}

export async function httpRows(rounds: number): Promise<readonly Row[]> {
  return inFolder(async folder => {
    const [ours, echo] = ['http://127.0.0.1:18420', 'http://127.0.0.1:18421'];
    const service = await started(
      ['services/cli/kravspor.js', 'serve'],
      { KRAVSPOR_DATA: path.join(folder, 'data'), KRAVSPOR_PORT: '18420', KRAVSPOR_LOG_LEVEL: 'warn' },
      ours,
    );
    const peer = await started(['dist/test/bench/echo-server.js'], { PORT: '18421' }, echo);
    try {
      await post(ours, organisation('helse-solheim', 'Helse Solheim RHF', 'region'));
      await post(ours, organisation('granvik', 'Granvik sykehus HF', 'trust', 'helse-solheim'));
      await load(ours);
      await load(echo);
      const rates = await inTurn(
        rounds,
        () => load(ours),
        () => load(echo),
      );
      const spent = await visible(ours, 300);
      const [past, current] = await pastAndPresent(ours, 300);
      const [exported, listed, count] = await exportAndList(ours);
      return [
        atLeast(
          'single durable events over HTTP, 64 clients',
          'events/s',
          rates,
          0.6,
          rounds,
          'the limit is an Express app that decodes the same events by the same codecs and echoes them',
        ),
        below('event accepted → visible in the view, p99', 'ms', percentile(spent, 99), 50, 1),
        below(
          'one requirement as it stood, median',
          'ms',
          past,
          3 * current,
          1,
          `a life of ${RECORDS} records; the limit is three times the same as it stands`,
        ),
        {
          ...atLeast('export of an organisation, with proofs', 'records/s', [exported, listed], 0, 1),
          wanted: 'stated',
          note: `${count.toLocaleString('en')} records; the limit is the same records as plain NDJSON, without proofs`,
        },
      ];
    } finally {
      service.kill('SIGKILL');
      peer.kill('SIGKILL');
    }
  });
}
