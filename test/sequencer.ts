/** The files that take longest begin first, so that none of them runs alone at the end; the others as Vitest orders them. */
import {relative} from 'node:path';
import {BaseSequencer, type TestSpecification} from 'vitest/node';
import {readDuration} from './duration.ts';

export class LongestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const files = readDuration()?.files ?? {};
    const seconds = ({moduleId}: TestSpecification): number => files[relative(this.ctx.config.root, moduleId).replaceAll('\\', '/')] ?? 0;
    return (await super.sort(specifications)).sort((a, b) => seconds(b) - seconds(a));
  }
}
