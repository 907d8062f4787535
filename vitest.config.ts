import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    // No test leaves anything behind in its modules, and loading them anew for each file takes longer than the tests.
    isolate: false,
  },
});
