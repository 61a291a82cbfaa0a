/**
 * ONNX Runtime's binding for Node, loaded when it is first needed.
 *
 * The package's own interface answers a turn of the event loop later; below it lies this synchronous one (decision 8). The version is
 * pinned, and test/runtime.test.ts runs every operator through it.
 */
import {createRequire} from 'node:module';
import {ConfigError} from '../../core/error.ts';
import type {Values} from '../../tensor/runtime.ts';
import {peerInstall} from '../version.ts';

export interface OrtTensor {
  readonly data: Values;
  readonly dims: readonly number[];
  dispose(): void;
}

export interface OrtSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  run(feeds: Record<string, OrtTensor>, fetches: Record<string, OrtTensor | null>, options: object): Record<string, OrtTensor>;
  endProfiling(): void;
  dispose(): void;
}

export interface Ort {
  readonly Session: new () => OrtSession;
  readonly Tensor: new (type: string, data: Values, dims: readonly number[]) => OrtTensor;
  /** Names of the execution providers that the installed binaries carry. */
  readonly providers: readonly string[];
}

let loaded: Ort | undefined;

const PACKAGE = 'onnxruntime-node';

/** Throws ConfigError where the package is not installed or has no binary for this machine. */
export function loadOrt(): Ort {
  loaded ??= load();
  return loaded;
}

function load(): Ort {
  const require = createRequire(import.meta.url);
  try {
    const {binding, initOrt} = require(`${PACKAGE}/dist/binding.js`);
    const {Tensor, env} = require(require.resolve('onnxruntime-common', {paths: [require.resolve(PACKAGE)]}));
    // what goes wrong comes as an exception; printed besides, it would stand above our own message
    env.logLevel = 'fatal';
    initOrt();
    const providers = binding.listSupportedBackends().map(({name}: {name: string}) => name);
    return {Session: binding.InferenceSession, Tensor, providers};
  } catch (cause) {
    throw notLoaded(cause as NodeJS.ErrnoException);
  }
}

/** It is 288 MB, so whoever wants neural models installs it; its install script would fetch CUDA besides. */
function notLoaded(cause: NodeJS.ErrnoException): ConfigError {
  const [reason] = cause.message.split('\n');
  if (cause.code === 'MODULE_NOT_FOUND' && reason.includes(PACKAGE))
    return new ConfigError(`neural models need the package ${PACKAGE}, which is not installed`, {
      next: `Use --device wasm, which comes with genloss and is slower, or install it (288 MB): ${peerInstall(PACKAGE)}`,
      cause,
    });
  return new ConfigError(`neural models need the package ${PACKAGE}, and it does not load here: ${reason}`, {
    next: `It has binaries for Linux, macOS and Windows on x64 and arm64; this is ${process.platform} ${process.arch}. To install it anew: ${peerInstall(PACKAGE)}`,
    cause,
  });
}
