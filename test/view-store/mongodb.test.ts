import { openViewStore } from '../../projections/stores';
import { rightOf } from '../projections/support';
import { describeWithMongo, newDatabase } from '../support/mongodb';
import { viewStoreSuite, type StoreUnderTest } from './port-suite';

describeWithMongo('MongoDB', () => {
  const makeStore = (): Promise<StoreUnderTest> => {
    const { uri, drop } = newDatabase();
    return Promise.resolve({ open: async () => rightOf(await openViewStore(uri)()), remove: drop });
  };
  viewStoreSuite('MongoDB', makeStore, 60);
});
