import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // They run by a command of their own, npm run test:runtimes.
    exclude: [...configDefaults.exclude, "test/runtimes/**"],
    testTimeout: 120_000,
    // No test leaves anything behind in its modules, and loading them anew for each file takes longer than the tests.
    isolate: false,
    // By default one processor is left idle.
    maxWorkers: "100%",
  },
});
