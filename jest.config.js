const { availableParallelism } = require('node:os');

/** Suites lie beside their folder's name under test/; the bench and the crash driver are programs, not suites. */
module.exports = {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.[jt]s$': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!(canonicalize)/)'],
  // Some of the time is spent waiting for disks and servers, so there is one more worker than cores.
  maxWorkers: availableParallelism() + 1,
  workerIdleMemoryLimit: '1GB',
  // Only to end what hangs: no test is about how fast this machine is.
  testTimeout: 240_000,
};
