/** Suites lie beside their folder's name under test/; the bench and the crash driver are programs, not suites. */
module.exports = {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.[jt]s$': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!(canonicalize)/)'],
  // Much of the time is spent waiting for disks and servers, so every core has its worker.
  maxWorkers: '100%',
  testTimeout: 30000,
};
