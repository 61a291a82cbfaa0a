import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {failureOf} from '../src/node/folder.test-input.ts';
import {loadDevice, type OpenedRuntime, openRuntime} from '../src/node/tensor/runtime.ts';
import {startWasm} from '../src/node/tensor/wasm.ts';
import {Graph} from '../src/tensor/graph.ts';
import {encodeOnnx} from '../src/tensor/onnx.ts';
import {add} from '../src/tensor/ops/elementwise.ts';
import {matmul} from '../src/tensor/ops/matrix.ts';
import {sum} from '../src/tensor/ops/reduce.ts';
import type {OrtModule} from '../src/tensor/wasm/module.ts';
import {WasmRuntime} from '../src/tensor/wasm/runtime.ts';
import {root, temporaryFolder} from './command.ts';
import {runtimeContract} from './contract-runtime.ts';
import {needs} from './needs.ts';
import {differenceBetween, runtimeCases} from './runtime-cases.ts';
import {softwareVulkan} from './tools.ts';

describe('ONNX Runtime on the CPU', () => {
  let runtime: OpenedRuntime;
  beforeAll(() => {
    runtime = openRuntime({device: 'cpu'});
  });
  afterAll(() => runtime.close());

  it.each(runtimeContract({tolerance: 1e-5, draws: 3}))('$name', ({check}) => check(runtime));
});

describe('ONNX Runtime in WebAssembly', () => {
  let runtime: OpenedRuntime;
  let cpu: OpenedRuntime;
  /** Another module. */
  let ort: OrtModule;
  let other: WasmRuntime;
  beforeAll(async () => {
    await loadDevice('wasm');
    runtime = openRuntime({device: 'wasm'});
    cpu = openRuntime({device: 'cpu'});
    ort = await startWasm();
    other = new WasmRuntime(ort);
  });
  afterAll(() => {
    for (const one of [runtime, cpu, other]) one.close();
  });

  it.each(runtimeContract({tolerance: 3e-5, draws: 3}))('$name', ({check}) => check(runtime));

  it.each(runtimeCases)("computes %s as the CPU's own kernels do, within rounding", (name) => {
    expect(differenceBetween(runtime, cpu, name)).toBeLessThan(3e-5);
  });

  it.each(runtimeCases)('computes %s to the same bytes in a memory of its own', async (name) => {
    expect(differenceBetween(runtime, other, name)).toBe(0);
  });

  it('has no more threads than one', async () => {
    expect(await failureOf(() => openRuntime({device: 'wasm', threads: 2}))).toMatchObject({name: 'ConfigError'});
  });

  it('grows no further when what it held was freed', () => {
    const encoded = encodeOnnx(doubled(2_500_000));
    const cycle = () => {
      const own = new WasmRuntime(ort);
      for (let run = 0; run < 3; run++) own.compile(encoded).run({x: new Float32Array(2_500_000)});
      own.close();
      return ort.HEAPU8.length;
    };
    const once = cycle();
    for (let i = 0; i < 8; i++) expect(cycle()).toBe(once);
  });

  it('says how far it has grown where it has no room, and goes on', async () => {
    const n = 32_750;
    const graph = new Graph();
    graph.output('y', sum(matmul(graph.input('x', [n, 1]), graph.input('w', [1, n]))));
    const feeds = {x: new Float32Array(n), w: new Float32Array(n)};
    const own = new WasmRuntime(ort);
    const step = own.compile(encodeOnnx(graph));
    expect(await failureOf(() => step.run(feeds))).toMatchObject({
      name: 'ResourceError',
      message: expect.stringMatching(
        /^out of memory on wasm \(its memory has grown to [\d.]+ [MG]B of at most 4\.29 GB\): .*MatMul \(32750, 32750\)/,
      ),
    });
    expect(own.compile(encodeOnnx(doubled(2))).run({x: Float32Array.of(1, 2)}).y).toEqual(Float32Array.of(2, 4));
    own.close();
  });
});

function doubled(size: number): Graph {
  const graph = new Graph();
  const x = graph.input('x', [size]);
  graph.output('y', add(x, x));
  return graph;
}

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
