import { eventLogSuite } from './port-suite';
import { sqlitePlace } from './sqlite-place';

eventLogSuite('sqlite', () => Promise.resolve(sqlitePlace()));
