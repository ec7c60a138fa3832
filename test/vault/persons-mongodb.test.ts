import { openPersonRegister } from '../../services/vault';
import { connectMongo } from '../../services/mongodb';
import { describeWithMongo, newDatabase } from '../support/mongodb';
import { opened, person, registerSuite } from './persons-suite';

describeWithMongo('the register of persons in MongoDB', () => {
  registerSuite(() => {
    const { uri, drop } = newDatabase();
    return { uri, remove: drop };
  });

  it('keeps of an erased person nothing but the id', async () => {
    const { uri, drop } = newDatabase();
    const register = await opened(uri);
    await register.put(person('p-1', 'Kari Nordmann'))();
    await register.erase(['p-1'])();
    await register.close();
    const connection = await connectMongo(uri)();
    if (connection._tag === 'Left') throw new Error(connection.left.detail);
    const rows = await connection.right.db.collection('kravspor.persons').find({}).toArray();
    expect(rows).toEqual([{ _id: 'p-1', erased: true }]);
    await connection.right.close();
    await drop();
  });
});

it('refuses an address of MongoDB without a database', async () => {
  expect(await openPersonRegister('mongodb://127.0.0.1:27017')()).toMatchObject({
    left: { kind: 'refused' },
  });
});
