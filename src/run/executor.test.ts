import {contractExecutor} from '../../test/contract-executor.ts';
import {inProcess} from './executor.ts';
import {MemoryStore} from './memory-store.ts';

contractExecutor({
  name: 'in this thread',
  open(context, {stop} = {}) {
    const store = new MemoryStore();
    let isStopped = false;
    stop?.(() => {
      isStopped = true;
    });
    return {store, executor: inProcess(context, {store, isStopped: () => isStopped})};
  },
});
