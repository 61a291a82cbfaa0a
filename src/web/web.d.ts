/** What the bundler makes of files that are no code. */
declare module '*.yaml' {
  const text: string;
  export default text;
}

/** What scripts/site brings into the worker of a page. */
declare module 'genloss:parts' {
  export const loaders: Readonly<Record<string, () => Promise<unknown>>>;
}
declare module 'genloss:attention' {
  const bytes: Uint8Array;
  export default bytes;
}
declare module 'genloss:onnxruntime' {
  const factory: unknown;
  export default factory;
}
