import { openReadLog } from '../../services/read-log';
import { connectMongo, type MongoConnection } from '../../services/mongodb';
import { describeWithMongo } from '../support/mongodb';
import { readLogSuite } from './read-log-suite';
import { entry, numbers, openMongoPlace, type Place } from './support';

describeWithMongo('the log of reads in MongoDB', () => {
  readLogSuite(openMongoPlace);

  describe('beside what the suite asks', () => {
    let place: Place;
    let connection: MongoConnection;
    beforeEach(async () => {
      place = await openMongoPlace();
      const connected = await connectMongo(place.uri)();
      if (connected._tag === 'Left') throw new Error(connected.left.detail);
      connection = connected.right;
    });
    afterEach(async () => {
      await connection.close();
      await place.remove();
    });

    it('forgets much, some of it at a call, and leaves one document that tells which numbers were given', async () => {
      for (let i = 0; i < 60; i++) await place.log.append([entry(), entry()])();
      let calls = 0;
      for (let more = true; more; calls++) {
        const forgotten = await place.log.forget('2032-01-01T00:00:00.000Z')();
        more = forgotten._tag === 'Right' && forgotten.right > 0;
      }
      expect(calls).toBeGreaterThan(2);
      expect(await numbers(place.log)).toEqual([]);
      expect(await connection.db.collection('reads').countDocuments({})).toBe(1);
      await place.log.append([entry()])();
      expect(await numbers(place.log)).toEqual([121]);
      await place.log.forget('2030-01-01T00:00:00.000Z')();
      expect(await connection.db.collection('reads').countDocuments({})).toBe(1);
    });
  });
});

it('refuses an address of MongoDB without a database', async () => {
  expect(await openReadLog('mongodb://127.0.0.1:27017')()).toMatchObject({ left: { kind: 'refused' } });
});
