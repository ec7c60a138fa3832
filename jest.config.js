/** Suites lie beside their folder's name under test/; the bench and the crash driver are programs, not suites. */
module.exports = {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.[jt]s$': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!(canonicalize)/)'],
  // A lazy import names the compiled file, as it must; here the source stands in its place.
  moduleNameMapper: { '^(\\.{1,2}/.+)\\.js$': ['$1.js', '$1'] },
  testTimeout: 30000,
};
