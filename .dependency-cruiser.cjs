/** Imports run one way: http, web, cli, example → reports → lifecycle, projections, steering-import → logs and stores → contracts. */
const below = {
  contracts: [],
  'services/sqlite': ['contracts'],
  'services/mongodb': ['contracts'],
  'services/event-log': ['contracts', 'services/sqlite'],
  'services/content': ['contracts', 'services/mongodb'],
  'services/vault': ['contracts', 'services/sqlite', 'services/mongodb'],
  'services/read-log': ['contracts', 'services/sqlite', 'services/mongodb'],
  'projections/stores': ['contracts', 'services/sqlite', 'services/mongodb'],
  'services/steering-import': ['contracts'],
  'services/lifecycle': ['contracts', 'services/event-log'],
  projections: ['contracts', 'services/event-log', 'projections/stores'],
  'services/reports': ['contracts', 'services/lifecycle', 'projections', 'services/event-log'],
};

const anchored = folder => `^${folder}/`;

const layers = Object.entries(below).map(([folder, allowed]) => ({
  name: `${folder.replace('/', '-')}-imports-downwards`,
  comment: `${folder} may import from ${allowed.join(', ') || 'nothing of ours'}.`,
  severity: 'error',
  from: {
    path: anchored(folder),
    ...(folder === 'projections' ? { pathNot: anchored('projections/stores') } : {}),
  },
  to: {
    path: '^(?:contracts|services|projections|test)/',
    pathNot: [folder, ...allowed].map(anchored),
  },
}));

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'no-circles',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'contracts-do-no-io',
      comment:
        'Contracts run in a browser, a replay, a verifier: hashing is the only thing they need of Node.',
      severity: 'error',
      from: { path: '^contracts/' },
      to: { dependencyTypes: ['core'], pathNot: '^(?:node:)?(?:crypto|buffer)$' },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { path: '^(?:contracts|services|projections)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-siblings-insides',
      comment: "A service's door is its index, its port, or one of the named modules.",
      severity: 'error',
      from: { path: '^(services/[^/]+)/' },
      to: {
        path: '^services/(lifecycle|steering-import|reports|content)/',
        pathNot: ['^$1/', '/index\\.ts$'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
