import { resolveAddressees } from '../../contracts/addressees';
import { folds } from '../../contracts/states';
import { foldStream } from '../../contracts/states/fold';
import { toldBy } from '../../contracts/states/told';
import { type Happened, logOf } from '../reports/support/tell';

const DAY = '2031-02-01';

const register = (organisation: string, what: string, data: object): Happened => ({
  family: 'organisations',
  subject: organisation,
  what,
  day: '2030-01-01',
  by: 'log',
  data,
});
const trust = (id: string, name: string): Happened =>
  register(id, 'registered', { name, kind: 'trust', parent: 'helse-solheim' });

const log = logOf([
  register('helse-solheim', 'registered', { name: 'Helse Solheim RHF', kind: 'region' }),
  trust('granvik', 'Granvik sykehus HF'),
  trust('fjellheim', 'Fjellheim sykehus HF'),
  trust('kysten', 'Kysten sykehus HF'),
  register('granvik', 'alias-added', { alias: 'Granvik' }),
  register('kysten', 'alias-added', { alias: 'Kysten' }),
]);
const told = log.flatMap(({ record }) => {
  const happening = toldBy(record);
  return happening === undefined ? [] : [happening];
});
const state = foldStream(folds.organisations, told);
const resolve = (...phrases: readonly string[]) =>
  resolveAddressees(phrases, { register: state, issuer: 'helse-solheim', day: DAY });

const ALL = ['granvik', 'fjellheim', 'kysten'];

describe('the addressees of a document', () => {
  it.each([
    [[], ALL],
    [['Alle HF'], ALL],
    [['Helseforetakene'], ALL],
    [['Helseføretaka'], ALL],
    [['Granvik'], ['granvik']],
    [
      ['Granvik sykehus HF', 'Kysten'],
      ['granvik', 'kysten'],
    ],
    [['Alle HF', 'inkl. Kysten'], ALL],
    [['Granvik og Kysten'], ['granvik', 'kysten']],
    [
      ['Alle HF', 'unntatt Kysten'],
      ['granvik', 'fjellheim'],
    ],
    [['unnateke Kysten sykehus HF', 'Alle HF', 'med unntak av Granvik'], ['fjellheim']],
  ])('%j are %j', (phrases, organisations) => {
    expect(resolve(...phrases)).toEqual({ organisations, unresolved: [] });
  });

  it('leaves what nobody answers to as it stands', () => {
    expect(resolve('Alle HF', 'unntatt Lyngmo')).toEqual({
      organisations: ALL,
      unresolved: ['unntatt Lyngmo'],
    });
    expect(resolve('Lyngmo sjukehus HF')).toEqual({ organisations: [], unresolved: ['Lyngmo sjukehus HF'] });
  });
});
