/** Runs into places that cannot be written: no permission, no room. */
import {execFileSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {run} from '../src/cli/effects.test-input.ts';
import {genloss, temporaryFolder} from './command.ts';
import {isPosix, needs} from './needs.ts';
import {canMount, isRoot} from './tools.ts';

const folder = temporaryFolder();

/** The path of an experiment. */
function experiment(seeds: number, generations: number): string {
  const path = join(folder, `${seeds}-seeds.yaml`);
  writeFileSync(
    path,
    `title: Five categories
data: {world: categorical, probabilities: [0.4, 0.3, 0.2, 0.08, 0.02]}
model: {kind: categorical}
sample: {size: 30}
generations: ${generations}
seeds: ${seeds}
arms: {replace: {workflow: replace}}
measures: [giniSimpson, support]
`,
  );
  return path;
}

/** Works in the folder of a disk of a quarter of a megabyte, which can be made larger. */
function onDisk(work: (disk: string, enlarge: () => void) => void): void {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
  try {
    work(disk, () => execFileSync('mount', ['-o', 'remount,size=200m', disk]));
  } finally {
    execFileSync('umount', [disk]);
  }
}

describe('output that cannot be written leaves 73', () => {
  const forOthers = needs(isPosix && !isRoot, 'user who is not root', 'a folder without permission is not tested');
  it('where there is no permission', forOthers, async () => {
    const place = join(folder, 'locked');
    mkdirSync(place);
    chmodSync(place, 0o500);
    const done = await run(['run', experiment(20, 4), '--out', join(place, 'run')]);
    expect([done.code, done.err.includes('permission denied')]).toEqual([73, true]);
  });

  const onSmallDisk = needs(canMount(), 'leave to mount a small disk', 'a full disk is not tested');
  it('where the disk is full, and the run goes on when there is room', onSmallDisk, () => {
    onDisk((disk, enlarge) => {
      const yaml = experiment(400, 40);
      const out = join(disk, 'run');
      const done = genloss(['run', yaml, '--out', out, '--quiet']);
      expect(done.code).toBe(73);
      expect(done.err).toContain('disk is full');
      expect(existsSync(join(out, 'results.jsonl'))).toBe(false);
      expect(existsSync(join(out, 'running.lock'))).toBe(false);
      enlarge();
      expect(genloss(['run', yaml, '--out', out, '--quiet']).code).toBe(0);
    });
  });
});
