/**
 * The one root of every error that genloss throws on purpose. A verdict is never an exception, an exception never a verdict.
 *
 * `message` says what, got and wanted; `where` says where (`corpus.jsonl:812`); `next` says what to do next.
 * Exit codes are chosen in one place, `cli/exit.ts`, from the class.
 */
export class GenlossError extends Error {
  readonly code: string;
  readonly where?: string;
  readonly next?: string;

  constructor(code: string, message: string, options: ErrorOptions & {where?: string; next?: string} = {}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause});
    this.name = new.target.name;
    this.code = code;
    this.where = options.where;
    this.next = options.next;
  }
}

/** A precondition of a kernel was broken by its caller: a number out of its domain, shapes that do not match, NaN. */
export class DomainError extends GenlossError {
  constructor(message: string, options: ErrorOptions & {where?: string; next?: string} = {}) {
    super('domain', message, options);
  }
}

/** What is wrong with a text that somebody wrote, and where in it that stands: line and column from 1, and the way to the field from the top. */
export interface PlacedProblem {
  readonly line: number;
  readonly column: number;
  readonly path: readonly string[];
  readonly message: string;
}

/** The command line, an experiment, a gate file or a recipe asks for something that is not valid. */
export class ConfigError extends GenlossError {
  /** Where it is a text that has them: each by itself, as data. */
  readonly problems: readonly PlacedProblem[];

  constructor(message: string, options: ErrorOptions & {where?: string; next?: string; problems?: readonly PlacedProblem[]} = {}) {
    super('config', message, options);
    this.problems = options.problems ?? [];
  }
}

/** Data is missing, unreadable, broken, empty or too small for what is asked of it. */
export class DataError extends GenlossError {
  constructor(message: string, options: ErrorOptions & {where?: string; next?: string} = {}) {
    super('data', message, options);
  }
}

/** The machine does not have what is asked of it: memory, or files that may be open at once. */
export class ResourceError extends GenlossError {
  constructor(message: string, options: ErrorOptions & {where?: string; next?: string} = {}) {
    super('resource', message, options);
  }
}

/** Output cannot be written: no permission, no room, or the place is taken. */
export class OutputError extends GenlossError {
  constructor(message: string, options: ErrorOptions & {where?: string; next?: string} = {}) {
    super('output', message, options);
  }
}

/** Not finished, and nothing is wrong: it waits for people. The same command goes on. */
export class UnfinishedError extends GenlossError {
  constructor(message: string, options: ErrorOptions & {where?: string; next?: string} = {}) {
    super('unfinished', message, options);
  }
}

/** A training went wrong: its loss is no number any more. Never a bad sample in silence. */
export class DivergenceError extends GenlossError {
  readonly step: number;
  /** The losses before it, the last one last. */
  readonly losses: readonly number[];

  /** `message` and `next`: in place of what is said of a training by small steps. */
  constructor(step: number, losses: readonly number[], {message, next}: {readonly message?: string; readonly next?: string} = {}) {
    super(
      'divergence',
      message ??
        `the training diverged at step ${step}: the last losses are ${losses.map((loss) => Number(loss.toPrecision(4))).join(', ')}`,
      {next: next ?? "Lower the model's learning rate, or clip its gradients."},
    );
    this.step = step;
    this.losses = losses;
  }
}
