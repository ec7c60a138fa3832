import type { EventLog } from '../../services/event-log';
import { appending } from './suite/appending';
import { bytes } from './suite/bytes';
import { lifetime } from './suite/lifetime';
import { agreesWithModel } from './suite/model';
import { reading } from './suite/reading';
import { defined, type LogPlace, type MakePlace } from './suite/support';
import { tailing } from './suite/tailing';
import { writers } from './suite/writers';

export type { LogPlace, MakePlace } from './suite/support';

/** What every adapter of the event log must fulfil. `makeLog` gives a fresh, empty place each time. */
export function eventLogSuite(name: string, makeLog: MakePlace): void {
  describe(`${name}: an event log`, () => {
    let place: LogPlace | undefined;
    let log: EventLog | undefined;
    beforeEach(async () => {
      place = await makeLog();
      log = await place.open();
    });
    afterEach(async () => {
      await place?.dispose();
    });
    const current = { place: () => defined(place), log: () => defined(log) };

    describe('appending', () => appending(current));
    describe('bytes', () => bytes(current));
    describe('reading', () => reading(current));
    describe('many writers', () => writers(current));
    describe('the tail', () => tailing(current));
    describe('a lifetime', () => lifetime(current));
  });
  describe(`${name}: against a model`, () => agreesWithModel(makeLog));
}
