import {contractStore} from '../../test/contract-store.ts';
import {MemoryStore} from './memory-store.ts';

contractStore({
  name: 'in memory',
  open() {
    const store = new MemoryStore();
    return {store, again: () => store};
  },
});
