import { isLeft } from 'fp-ts/Either';
import { typeName } from '../../contracts/catalogue/catalogue';
import { LOG_FORMAT } from '../../contracts/events/log';
import type { EventLog } from '../event-log/port';
import { type Clock, simulatedClock, systemClock, timestamp } from './clock';
import type { Door } from './door';
import { LOG_SOURCE, SYSTEM_ORGANISATION, systemPrincipal } from './principal';
import { load } from './streams';

export interface Header {
  readonly origin: string;
  readonly clock: Clock['kind'];
}

/** The log's first record, if it has one: what it says of format, origin and clock. */
export async function headerOf(log: EventLog): Promise<(Header & { readonly format: string }) | undefined> {
  const { state } = await load(log, 'log', 'log');
  return state.opened;
}

/** The clock the log asks for; a simulated one goes on where the last record was recorded. */
export async function clockOf(log: EventLog, kind: Clock['kind']): Promise<Clock> {
  if (kind === 'system') return systemClock();
  let latest = 0;
  for await (const batch of log.readAll()) {
    for (const { metadata } of batch) {
      const meta: unknown = JSON.parse(metadata);
      if (typeof meta === 'object' && meta !== null && 'recordedAt' in meta)
        latest = Math.max(latest, Date.parse(String(meta.recordedAt)));
    }
  }
  return simulatedClock(timestamp(latest));
}

/** Writes the first record of an empty log. */
export async function writeHeader(door: Door, { origin, clock }: Header, now: string): Promise<void> {
  const event = {
    specversion: '1.0',
    id: 'opened',
    source: LOG_SOURCE,
    type: typeName('log', 'opened'),
    subject: 'log',
    time: now,
    organisation: SYSTEM_ORGANISATION,
    data: { format: LOG_FORMAT, origin, clock },
  };
  const written = await door.submit(event, systemPrincipal)();
  if (isLeft(written)) throw new Error(written.left.detail);
}
