export {
  compareReplay,
  type ReplayDifference,
  type ReplayOptions,
  type ReplayResult,
  type ReplayStage,
} from './compare';
