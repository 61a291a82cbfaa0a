import {spawnSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {root} from './command.ts';
import {isLinux, needs} from './needs.ts';
import {prlimitPath} from './tools.ts';

describe('memory that runs out', () => {
  it(
    'in the runtime is said by operator, shape and bytes',
    needs(isLinux && prlimitPath(), 'Linux with prlimit', 'memory that runs out within ONNX Runtime is not tested'),
    () => {
      const done = spawnSync(process.execPath, ['test/memory-child.ts'], {cwd: root, encoding: 'utf8'});
      expect(done.stdout, done.stderr).not.toBe('');
      const {code, message, next} = JSON.parse(done.stdout);
      expect(message).toMatch(
        /^out of memory on cpu at MatMul \(12000, 12000\), which wanted 576 MB: the graph holds between 577 MB and about 577 MB/,
      );
      expect(code).toBe('resource');
      expect(next).toContain('Lower');
    },
  );
});
