/**
 * What models/networks.ts is in a page's worker: the same functions, of code that is loaded when an experiment has a network. The build of the
 * site has it in that one's place (scripts/site.ts).
 */
import type * as Networks from '../../models/networks.ts';
import type {Runtime} from '../../tensor/runtime.ts';

interface Neural {
  readonly networks: typeof Networks;
  /** On ONNX Runtime's bytes, or one that was opened before. */
  openWasmRuntime(read: () => Promise<Uint8Array>): Promise<Runtime & {close(): void}>;
}

let loaded: Neural | undefined;

/** To be awaited before a network is made. */
export async function loadNetworks(): Promise<Neural> {
  loaded ??= await import('./neural.ts');
  return loaded;
}

function networks(): typeof Networks {
  if (!loaded) throw new Error('the networks were not loaded');
  return loaded.networks;
}

export const autoregressiveModel: typeof Networks.autoregressiveModel = (setting) => networks().autoregressiveModel(setting);
export const mlpModel: typeof Networks.mlpModel = (setting) => networks().mlpModel(setting);
export const transformerModel: typeof Networks.transformerModel = (setting) => networks().transformerModel(setting);
export const vaeModel: typeof Networks.vaeModel = (setting) => networks().vaeModel(setting);
/** None is one before they are loaded. */
export const isTransformer = ((fitted) => loaded?.networks.isTransformer(fitted) ?? false) as typeof Networks.isTransformer;
