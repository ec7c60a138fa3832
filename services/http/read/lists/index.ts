import { listHandler } from '../list';
import { commonTexts } from './common';
import { coverage } from './coverage';
import { deadlines } from './deadlines';
import { deviations } from './deviations';
import { differences } from './differences';
import { documents } from './documents';
import { followUps, parked } from './follow-ups';
import { lineage } from './lineage';
import { organisations } from './organisations';
import { reports } from './reports';
import { requirements } from './requirements';
import { scales } from './scales';
import type { listEndpoints } from '../../../../contracts/api/read-lists';
import type { Handlers } from '../../handler';

export const listHandlers: Handlers<typeof listEndpoints> = {
  requirements: listHandler(requirements),
  commonTexts: listHandler(commonTexts),
  documents: listHandler(documents),
  deviations: listHandler(deviations),
  deadlines: listHandler(deadlines),
  organisations: listHandler(organisations),
  reports: listHandler(reports),
  followUps: listHandler(followUps),
  parked: listHandler(parked),
  scales: listHandler(scales),
  coverage: listHandler(coverage),
  lineage: listHandler(lineage),
  differences: listHandler(differences),
};
