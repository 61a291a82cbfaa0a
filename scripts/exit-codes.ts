/** What the exit codes of the command line mean, as pages say it. */
export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'done, or the verdict `pass`'],
  [1, 'the verdict `fail`'],
  [2, 'the verdict `inconclusive`'],
  [64, 'usage or configuration: an option, a field of an experiment, a run directory of another experiment'],
  [65, 'bad data: missing, unreadable, broken, empty or too small input, a damaged run directory'],
  [70, 'a bug in genloss'],
  [71, 'the machine runs short: memory, or files that may be open at once'],
  [73, 'output cannot be written: no permission, no room, another run is working there, the reader ended before there was a verdict'],
  [75, 'not finished: it waits for people; the same command goes on'],
  [130, 'interrupted; the same command goes on, except for a forecast, which keeps nothing'],
];
