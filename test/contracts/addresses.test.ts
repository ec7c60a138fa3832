import fc from 'fast-check';
import {
  filePathOf,
  isUserPartClear,
  schemeOf,
  splitUser,
  withoutPassword,
  withoutPasswordOf,
} from '../../contracts/addresses';

const SCHEMES = ['esdb', 'esdb+discover', 'mongodb', 'mongodb+srv', 'ESDB'];
/** Signs that end a part of an address, and plain ones. */
const secret = fc.string({ unit: fc.constantFrom(...Array.from('/@:?#&=%[]"$ \n\\+aB1')) });

it('shows the same for every password', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SCHEMES),
      fc.constantFrom('h', 'h1:1,h2:2/db?x=1', '[::1]:2113?tls=false'),
      secret,
      (scheme, rest, password) => {
        const shown = withoutPassword(`${scheme}://user:${password}@${rest}`);
        expect(shown).toBe(`${scheme}://user:***@${rest}`);
      },
    ),
  );
});

it('leaves everything out where it is no address, and shows what holds no password', () => {
  fc.assert(
    fc.property(secret, password => {
      expect(withoutPassword(`user:${password}@h`)).toBe('…@h');
      expect(withoutPassword(`mongodb:user:${password}@h`)).toBe('…@h');
      expect(withoutPassword(`postgres://user:${password}@h`)).toBe('…@h');
    }),
    { examples: [['//'], ['//a:b']] },
  );
  for (const uri of ['mongodb://u@h/db', 'esdb://h:2113', 'file:./a@b/events.db', './data'])
    expect(withoutPassword(uri)).toBe(uri);
});

it('leaves passwords among the options out', () => {
  expect(withoutPassword('mongodb://h/db?tlsCertificateKeyFilePassword=hemmelig&w=1')).toBe(
    'mongodb://h/db?tlsCertificateKeyFilePassword=***&w=1',
  );
  expect(withoutPassword('mongodb://h/db?authMechanismProperties=AWS_SESSION_TOKEN:hemmelig')).not.toContain(
    'hemmelig',
  );
});

it('takes the password out of a text that quotes it, as it is and decoded', () => {
  const uri = 'mongodb://u:hem%2Fmelig@h/db';
  expect(withoutPasswordOf(uri, 'bad hem%2Fmelig, hem/melig')).toBe('bad ***, ***');
  expect(withoutPasswordOf('mongodb://h/db', 'no host')).toBe('no host');
});

it('tells where a client may take a part of the password for a host', () => {
  expect(isUserPartClear('esdb://u:p@ss@h')).toBe(false);
  for (const uri of ['esdb://u:p%40ss@h', 'esdb://u:a/b@h', 'esdb://h', 'file:./a@b@c'])
    expect(isUserPartClear(uri)).toBe(true);
});

it('names the path of a file, and none for anything else', () => {
  expect(filePathOf('file:./data/events.db')).toBe('./data/events.db');
  expect(filePathOf('file:data/100%/å.db')).toBe('data/100%/å.db');
  expect(filePathOf('file:///srv/with%20space/%C3%A5.db')).toBe('/srv/with space/å.db');
  expect(filePathOf('file:///C:/kravspor/events.db')).toBe('C:/kravspor/events.db');
  for (const uri of ['file:', 'file://host/srv/events.db', './data', 'esdb://h', 'mongodb://h/file:x'])
    expect(filePathOf(uri)).toBeUndefined();
  expect(filePathOf('file:///srv/100%/events.db')).toBeUndefined();
});

it('shows of an unknown address what kind it is, and no more', () => {
  expect(schemeOf('postgres://user:hemmelig@h')).toBe('postgres:');
});

it('parts the user from an address, and leaves one without a user as it is', () => {
  expect(splitUser('esdb://u:p%40@h:1?tls=false')).toEqual({ bare: 'esdb://h:1?tls=false', user: 'u:p%40' });
  expect(splitUser('esdb://h:1')).toEqual({ bare: 'esdb://h:1', user: undefined });
});
