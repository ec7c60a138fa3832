/** Bundles: a part of the log with all that it takes to check it far away, and without trusting who gave it. */
export { formatHeads, type OwnHead } from './heads';
export { BUNDLE_FORMAT, type Manifest, type Scope, scopeText, type SealClaim } from './manifest';
export { bundlePage } from './page';
export { formatPoints, parsePoints, type ReportPoints } from './points';
export { NoBundle, readStreams, readText } from './read';
export { NotTar, readTar, TAR_END, type TarFile, tarHeader, tarPadding } from './tar';
export { type BundlePlan, type NewBundleFile, NothingToProveBy, type Put, writeBundle } from './write';
