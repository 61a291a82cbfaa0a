/** What the bundler makes of files that are no code. */
declare module '*.yaml' {
  const text: string;
  export default text;
}
