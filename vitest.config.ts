import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    globalSetup: 'test/compile-cache.ts',
    // Many tests wait for a process of their own.
    maxWorkers: '100%',
    // Child processes start slowly on a small machine that runs the other tests at the same time.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
