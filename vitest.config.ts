import { defineConfig } from 'vitest/config'

/** Pure rooms: nothing in them touches what another file of tests would see, so that they need no process each. */
const PURE = ['ui', 'snapshot', 'traceback', 'source', 'store', 'http', 'guard'].map(
  (room) => `test/${room}/**/*.test.ts`,
)

export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: 'test/compile-cache.ts',
    // Many tests wait for a process of their own.
    maxWorkers: '100%',
    // Child processes start slowly on a small machine that runs the other tests at the same time.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      { extends: true, test: { name: 'live', include: ['test/**/*.test.ts'], exclude: PURE } },
    ],
  },
})
