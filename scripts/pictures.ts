/** Makes the pictures of the docs again, from runs of the experiments that ship: `npm run pictures` (needs Chromium). */
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const run = (...args: string[]): void => {
  execFileSync(process.execPath, args, {cwd: root, stdio: 'inherit'});
};

run('src/cli/main.ts', 'run', 'speeches', '--out', 'runs/speeches');
run('src/cli/main.ts', 'run', 'mixture', '--out', 'runs/mixture');
const shot = (experiment: string, name: string, ...options: string[]): void => {
  run('scripts/screenshot.ts', `runs/${experiment}/report.html`, `docs/images/${name}.png`, ...options);
};
shot('speeches', 'report', '--width', '1000', '--height', '1000', '--top', '4395');
shot('speeches', 'report-tail', '--width', '1000', '--height', '700', '--top', '6345');
shot('speeches', 'report-dark-phone', '--width', '390', '--height', '1500', '--scheme', 'dark');
shot('mixture', 'mixture', '--width', '1000', '--height', '720', '--top', '1745');
run('src/cli/main.ts', 'run', 'gaussian', '--seeds', '50', '--out', 'runs/gaussian');
run('src/cli/main.ts', 'figure', 'runs/gaussian', 'variance', '--columns', '2', '-o', 'docs/images/figure.png');

/** The example of the docs, as a reader types it. */
const [, watched] = /```sh\n(mkdir -p runs\/stream\n[\s\S]*?)```/.exec(readFileSync(join(root, 'docs/watch.md'), 'utf8'))!;
const genloss = `${process.execPath} src/cli/main.ts `;
execFileSync('sh', ['-c', watched.replaceAll('npx genloss ', genloss)], {cwd: root, stdio: 'inherit'});
run('scripts/screenshot.ts', 'runs/stream.html', 'docs/images/watch.png', '--width', '1000', '--height', '1250', '--top', '1620');
