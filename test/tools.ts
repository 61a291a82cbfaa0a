/**
 * What some tests need besides Node, the npm registry and what every POSIX system has (`sh`, coreutils), found by one function each: programs,
 * data, the rights of root. No test looks for such a thing in another way (`test/tools.test.ts`), and one that needs what is missing is skipped
 * (`needs`). `GENLOSS_TOOLS=none` finds no program, on PATH neither, and no data: what a bare machine has.
 */
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {constants} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {isLinux} from './needs.ts';

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
export const bashPath = (): string | undefined => toolPath({names: ['bash']});
export const dockerPath = (): string | undefined => toolPath({names: ['docker']});
export const pythonPath = (): string | undefined => toolPath({variable: 'GENLOSS_PYTHON', names: ['python3']});
export const rscriptPath = (): string | undefined => toolPath({names: ['Rscript'], places: ['/usr/bin']});
export const groffPath = (): string | undefined => toolPath({names: ['groff'], places: ['/usr/bin']});
export const prometheusPath = (): string | undefined => toolPath({names: ['prometheus'], places: ['/usr/bin']});
export const alertmanagerPath = (): string | undefined =>
  toolPath({names: ['prometheus-alertmanager', 'alertmanager'], places: ['/usr/bin']});
/** Of a shell that nothing else needs. */
export const shellPath = (name: 'zsh' | 'fish'): string | undefined => toolPath({names: [name]});
/** What runs a program as another user. */
export const setprivPath = (): string | undefined => toolPath({names: ['setpriv'], places: ['/usr/bin']});
/** What sets the limits of a process that runs. */
export const prlimitPath = (): string | undefined => toolPath({names: ['prlimit']});

/** Where browsers keep what they bring. */
const BROWSERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome', '/opt/microsoft/msedge'];
const LOADERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'];

/** A Vulkan driver that computes on the CPU, and the folder of a loader for it: the system's, else the browser's own. Both can be loaded. */
export function softwareVulkan(): {driver: string; loader: string} | undefined {
  const driver = toolPath({variable: 'SWIFTSHADER', names: ['libvk_swiftshader.so'], places: BROWSERS});
  const loader = driver && toolPath({names: ['libvulkan.so.1'], places: [dirname(driver), ...LOADERS]});
  if (driver === undefined || loader === undefined || ![driver, loader].every(canLoad)) return undefined;
  return {driver, loader: dirname(loader)};
}

/** Whether a library is one for this machine, with all that it is linked with: Node loads it, and then finds that it is no add-on. */
function canLoad(library: string): boolean {
  const code = `try { process.dlopen({exports: {}}, process.argv[1], ${constants.dlopen.RTLD_NOW}); } catch (error) { console.log(error.message); }`;
  return spawnSync(process.execPath, ['-e', code, library], {encoding: 'utf8'}).stdout.includes('Module did not self-register');
}

/** A folder of corpora that do not ship with the code, in the one that GENLOSS_TEST_DATA names. */
export const dataFolder = (name: 'essays'): string | undefined => {
  const folder = BARE ? undefined : process.env.GENLOSS_TEST_DATA;
  return folder !== undefined && existsSync(join(folder, name)) ? join(folder, name) : undefined;
};

export const isRoot: boolean = process.getuid?.() === 0;

let mounting: boolean | undefined;

/** Whether a small disk can be made here: it wants root, and leave to mount. */
export function canMount(): boolean {
  const script = 'd=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs "$d" && umount "$d"; s=$?; rmdir "$d"; exit $s';
  mounting ??= !BARE && isLinux && isRoot && spawnSync('sh', ['-c', script]).status === 0;
  return mounting;
}

/** Whether a node of a device can be made here: root may be without leave to. */
export function canMakeDevices(): boolean {
  const script = 'd=$(mktemp -d) && mknod "$d/null" c 1 3 && : > "$d/null"; s=$?; rm -r "$d"; exit $s';
  return !BARE && isLinux && isRoot && spawnSync('sh', ['-c', script]).status === 0;
}
