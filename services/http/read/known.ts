import { knownFrom } from '../directory';
import type { Directory } from '../../lifecycle';
import type { Service } from '../service';

/** What there is in the log, as the write side asks it: caught up to the log as it is now. */
export const knownOf = ({
  directory,
  runner,
  log,
}: Pick<Service, 'directory' | 'runner' | 'log'>): Directory => knownFrom(directory, runner, log);
