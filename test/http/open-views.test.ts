import { openViews } from '../../services/http/open-views';
import { createLogger } from '../../services/http/logger';
import { connectMongo } from '../../services/mongodb';
import { rightOf } from '../projections/support';
import { describeWithMongo, newDatabase } from '../support/mongodb';

describeWithMongo('damaged views in a database', () => {
  it('are built anew, with a line in the log that names no password', async () => {
    const { uri, drop } = newDatabase();
    const connection = rightOf(await connectMongo(uri)());
    const register = connection.db.collection<{ _id: string; format: number }>('kravspor.views');
    await register.insertOne({ _id: 'store', format: 0 });
    await connection.close();
    const lines: string[] = [];
    const logger = createLogger('warn', { write: (line: string) => void lines.push(line) });
    const secret = `${uri}${uri.includes('?') ? '&' : '?'}tlsCertificateKeyFilePassword=hemmelig`;
    await rightOf(await openViews(secret, logger)).close();
    expect(lines.join('')).toContain('built anew');
    expect(lines.join('')).not.toContain('hemmelig');
    await drop();
  });
});
