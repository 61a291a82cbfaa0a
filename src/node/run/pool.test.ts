import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll} from 'vitest';
import {contractExecutor} from '../../../test/contract-executor.ts';
import {inThreads} from './pool.ts';
import {FileStore} from './store.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-pool-'));
afterAll(() => rmSync(folder, {recursive: true}));
let count = 0;

for (const workers of [1, 2])
  contractExecutor({
    name: `${workers} worker thread${workers === 1 ? '' : 's'}`,
    open(context, {stop} = {}) {
      const directory = join(folder, `${count++}`);
      const hashes = Object.fromEntries(context.arms.map(({name}) => [name, 'same']));
      const controller = new AbortController();
      stop?.(() => controller.abort());
      const plan = {directory, hashes, context};
      return {store: new FileStore(directory, hashes), executor: inThreads({plan, workers, signal: controller.signal})};
    },
  });
