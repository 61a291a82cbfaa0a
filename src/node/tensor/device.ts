/** Where neural models can be computed. */
export const DEVICES = ['cpu', 'webgpu', 'cuda', 'wasm'] as const;
export type Device = (typeof DEVICES)[number];
export const DEFAULT_DEVICE: Device = 'cpu';
