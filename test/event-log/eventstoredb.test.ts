import { anyServer, eventStorePlace, type Server } from './eventstoredb-place';
import { eventLogSuite } from './port-suite';

/** The server is one for all tests; `KRAVSPOR_TEST_ESDB=esdb://…` names a real one instead of a node in this process. */
let server: Server | undefined;
beforeAll(async () => {
  server = await anyServer();
});
afterAll(() => server?.close());

eventLogSuite('EventStoreDB', () => Promise.resolve(eventStorePlace(server?.uri ?? '')));
