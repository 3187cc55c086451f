import main from '../jest.config.js';

/** @type {import('jest').Config} */
export default {
  rootDir: '..',
  roots: ['<rootDir>/conformance'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  transform: main.transform,
  testSequencer: '<rootDir>/conformance/sequencer.mjs',
  // One API server at a time, and a component is given time to come up.
  maxWorkers: 1,
  testTimeout: 180_000,
  verbose: true,
  reporters: ['default', '<rootDir>/conformance/reporter.mjs', '<rootDir>/.ci/report.mjs'],
};
