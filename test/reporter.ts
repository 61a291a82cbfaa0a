/**
 * What a run of the tests says besides each result: before all of them, how long that took elsewhere; after, what was skipped and why, and what passed only when
 * it was tried again.
 * A run of all of them that passes leaves how long it took in runs/tests.json, from which `npm run duration` takes it.
 */
import type {Reporter, TestCase, TestModule, TestRunEndReason, TestSpecification, Vitest} from 'vitest/node';
import {coresInWords, durationInWords, durationOf, LAST_RUN, readDuration, writeDuration} from './duration.ts';
import type {Lack} from './needs.ts';

/** Why a test was skipped: what it says itself while it runs, else what it was given, or its group was. */
function reasonOf(test: TestCase): string | undefined {
  const result = test.result();
  if (result.state === 'skipped' && result.note) return result.note;
  let lacks: Lack | undefined;
  for (let one: TestCase['parent'] | TestCase = test; lacks === undefined && one.type !== 'module'; one = one.parent)
    ({lacks} = one.meta());
  return lacks && `no ${lacks.what} here, so ${lacks.untested}`;
}

/** One line a reason, with how many tests it has skipped, most first; those that give none by their file. */
export function skipLines(tests: readonly TestCase[]): string[] {
  const counts = new Map<string, number>();
  for (const test of tests) {
    const reason = reasonOf(test) ?? `no reason given: ${test.module.relativeModuleId}`;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const most = String(Math.max(...counts.values())).length;
  return [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => `  ${String(count).padStart(most)}  ${reason}`);
}

/** Tests that failed before they passed, by their files, and with what. */
export function againLines(tests: readonly TestCase[]): string[] {
  return tests
    .filter((test) => test.diagnostic()?.flaky)
    .flatMap((test) => [
      `  ${test.module.relativeModuleId} > ${test.fullName}`,
      ...(test.result().errors ?? []).map(({message}) => `    ${message.split('\n')[0]}`),
    ]);
}

export default class implements Reporter {
  #vitest!: Vitest;
  #whole = false;
  #begun = 0;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    this.#begun = performance.now();
    this.#whole = specifications.length === (await this.#vitest.globTestSpecifications()).length;
    const kept = readDuration();
    if (this.#whole && kept)
      this.#vitest.logger.log(`All tests take ${durationInWords(kept)} (${kept.machine}); here: ${coresInWords()}.\n`);
  }

  onTestRunEnd(modules: readonly TestModule[], _errors: readonly unknown[], reason: TestRunEndReason): void {
    if (this.#vitest.config.testNamePattern !== undefined) return;
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    if (skipped.length > 0)
      this.#vitest.logger.log(`SKIPPED: ${skipped.length} of ${tests.length} tests\n${skipLines(skipped).join('\n')}\n`);
    const again = againLines(tests);
    if (again.length > 0) this.#vitest.logger.log(`PASSED ONLY WHEN TRIED AGAIN:\n${again.join('\n')}\n`);
    if (!this.#whole) return;
    const seconds = (performance.now() - this.#begun) / 1000;
    const files = new Map(modules.map((module) => [module.moduleId, module.diagnostic().duration / 1000]));
    this.#vitest.logger.log(`All tests took ${durationInWords(durationOf(seconds, files))}.\n`);
    if (reason === 'passed') writeDuration(durationOf(seconds, files), LAST_RUN);
  }
}
