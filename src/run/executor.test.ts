import {contractExecutor} from '../../test/contract-executor.ts';
import {inProcess} from './executor.ts';
import {MemoryStore} from './memory-store.ts';

contractExecutor({
  name: 'in this thread',
  open(context, {store = new MemoryStore(), stop} = {}) {
    let isStopped = false;
    stop?.(() => {
      isStopped = true;
    });
    return {store, executor: inProcess(context, {store, isStopped: () => isStopped})};
  },
});
