/**
 * What some tests need besides Node and the npm registry, found by one function each: programs, data, the rights of root. A test that lacks one
 * is skipped, and `lacks` says so. `GENLOSS_TOOLS=none` finds no program, on PATH neither, and no data: what a bare machine has.
 */
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {delimiter, dirname, join} from 'node:path';

const BARE = process.env.GENLOSS_TOOLS === 'none';

interface Tool {
  /** What names its path in the environment. */
  readonly variable?: string;
  /** What it may be called, the likeliest first. */
  readonly names: readonly string[];
  /** Folders that are looked in after PATH: where Debian puts what it keeps off PATH. */
  readonly places?: readonly string[];
}

/** The path that the variable names, else what is found in PATH, then in `places`; undefined where there is none. */
export function toolPath({variable, names, places = []}: Tool): string | undefined {
  if (BARE) return undefined;
  const given = variable === undefined ? undefined : process.env[variable];
  if (given !== undefined) return existsSync(given) ? given : undefined;
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...places];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

export const chromiumPath = (): string | undefined =>
  toolPath({variable: 'CHROMIUM', names: ['chromium', 'chromium-browser', 'google-chrome'], places: ['/usr/bin']});
export const firefoxPath = (): string | undefined =>
  toolPath({variable: 'FIREFOX', names: ['firefox-esr', 'firefox'], places: ['/usr/bin']});
export const jscPath = (): string | undefined =>
  toolPath({
    variable: 'JSC',
    names: ['jsc'],
    places: ['/usr/bin', '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0', '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.0'],
  });
export const jqPath = (): string | undefined => toolPath({names: ['jq'], places: ['/usr/bin']});

/** Where browsers keep what they bring. */
const BROWSERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome', '/opt/microsoft/msedge'];
const LOADERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'];

/** A Vulkan driver that computes on the CPU, and the folder of a loader for it: the system's, else the browser's own. */
export function softwareVulkan(): {driver: string; loader: string} | undefined {
  const driver = toolPath({variable: 'SWIFTSHADER', names: ['libvk_swiftshader.so'], places: BROWSERS});
  const loader = driver && toolPath({names: ['libvulkan.so.1'], places: [dirname(driver), ...LOADERS]});
  return driver === undefined || loader === undefined ? undefined : {driver, loader: dirname(loader)};
}

/** The folder of corpora that do not ship with the code. */
export const dataFolder = (): string | undefined => {
  const folder = BARE ? undefined : process.env.GENLOSS_TEST_DATA;
  return folder !== undefined && existsSync(folder) ? folder : undefined;
};

export const isRoot: boolean = process.getuid?.() === 0;

let mounting: boolean | undefined;

/** Whether a small disk can be made here: it wants root, and leave to mount. */
export function canMount(): boolean {
  const script = 'd=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs "$d" && umount "$d"; s=$?; rmdir "$d"; exit $s';
  mounting ??= process.platform === 'linux' && isRoot && spawnSync('sh', ['-c', script]).status === 0;
  return mounting;
}

/** Says aloud what is not tested for want of what, and whether that is so. */
export function lacks<T>(found: T | undefined | false, what: string, untested: string): found is undefined | false {
  const is = found === undefined || found === false;
  if (is) console.warn(`SKIPPED: there is no ${what} here, so ${untested}`);
  return is;
}
