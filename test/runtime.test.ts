import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type OnnxRuntime, openRuntime} from '../src/node/tensor/runtime.ts';
import {root, temporaryFolder} from './command.ts';
import {runtimeContract} from './contract-runtime.ts';
import {needs} from './needs.ts';
import {softwareVulkan} from './tools.ts';

describe('ONNX Runtime on the CPU', () => {
  let runtime: OnnxRuntime;
  beforeAll(() => {
    runtime = openRuntime({device: 'cpu'});
  });
  afterAll(() => runtime.close());

  it.each(runtimeContract({tolerance: 1e-5, draws: 3}))('$name', ({check}) => check(runtime));
});

interface Ran {
  readonly op_name: string;
  readonly provider: string;
  readonly input_type_shape: readonly Record<string, unknown>[];
}

/** What ran, and where, by a profile of the runtime. */
function nodesOf(file: string): Ran[] {
  const events = JSON.parse(readFileSync(file, 'utf8')) as {cat: string; args?: Partial<Ran>}[];
  return events.flatMap(({cat, args}) => (cat === 'Node' && args?.provider ? [args as Ran] : []));
}

/** WebGPU runs on it where there is no other. */
const vulkan = softwareVulkan();
const GPU = {tolerance: 1e-4, draws: 1};

describe(
  'ONNX Runtime on WebGPU, by SwiftShader',
  needs(vulkan, 'SwiftShader with a Vulkan loader (Chromium brings both)', 'WebGPU is not tested'),
  () => {
    const answers = new Map<string, string | undefined>();
    const folder = temporaryFolder();
    const profiles = join(folder, 'profiles');
    let said = '';
    beforeAll(() => {
      const driver = join(folder, 'driver.json');
      mkdirSync(profiles);
      writeFileSync(driver, JSON.stringify({file_format_version: '1.0.0', ICD: {library_path: vulkan!.driver, api_version: '1.1.0'}}));
      const done = spawnSync(
        process.execPath,
        ['test/runtime-child.ts', 'webgpu', GPU.tolerance, GPU.draws, join(profiles, 'step')].map(String),
        {
          cwd: root,
          encoding: 'utf8',
          env: {
            ...process.env,
            VK_DRIVER_FILES: driver,
            LD_LIBRARY_PATH: [process.env.LD_LIBRARY_PATH, vulkan!.loader].filter(Boolean).join(delimiter),
          },
        },
      );
      said = done.stderr;
      for (const line of done.stdout.split('\n').filter(Boolean)) {
        const {name, error} = JSON.parse(line) as {name: string; error?: string};
        answers.set(name, error);
      }
    });

    it.each(runtimeContract(GPU))('$name', ({name}) => {
      expect(answers.has(name), said).toBe(true);
      expect(answers.get(name)).toBeUndefined();
    });

    it('leaves no operator on floating-point numbers to the CPU', () => {
      const nodes = readdirSync(profiles).flatMap((name) => nodesOf(join(profiles, name)));
      const elsewhere = nodes.filter(
        ({provider, input_type_shape: types}) => provider !== 'WebGpuExecutionProvider' && types.some((type) => 'float' in type),
      );
      expect(nodes.length).toBeGreaterThan(500);
      expect([...new Set(elsewhere.map(({op_name}) => op_name))]).toEqual([]);
    });
  },
);
