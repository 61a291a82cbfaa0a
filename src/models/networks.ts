/**
 * What trains and runs networks, for the families that are networks: the one way to it from outside their folders, so that a page can load it
 * when an experiment has a network, and not before.
 */
export {autoregressiveModel} from './autoregressive/index.ts';
export {mlpModel} from './mlp/index.ts';
export {isTransformer, transformerModel} from './transformer/index.ts';
export {vaeModel} from './vae/index.ts';
