/**
 * What a command is: what it may be given, as data, and a function from that and the effects to an exit code. It prints its result on
 * standard output and throws where it has none; whoever runs it turns errors into exit codes.
 */
import type {NamesOfRun} from './completion-of-runs.ts';
import type {Effects} from './effects.ts';
import type {FlagsOf, Options} from './options.ts';

/** What stands on the command line without a flag. */
export interface PositionalOf<T> {
  readonly about: string;
  /** What of the run before it it names, for completion. */
  readonly ofRun?: NamesOfRun;
  readonly many: readonly string[] extends T ? true : false;
  /** May be left out. */
  readonly optional: undefined extends T ? true : false;
}

export const one = (about: string, more: Pick<PositionalOf<string>, 'ofRun'> = {}): PositionalOf<string> => ({
  ...{about, many: false, optional: false},
  ...more,
});
export const oneOrNone = (about: string): PositionalOf<string | undefined> => ({about, many: false, optional: true});
export const many = (about: string): PositionalOf<readonly string[]> => ({about, many: true, optional: false});
export const manyOrNone = (about: string): PositionalOf<readonly string[] | undefined> => ({about, many: true, optional: true});

type Positional = Readonly<
  Record<
    string,
    PositionalOf<string> | PositionalOf<string | undefined> | PositionalOf<readonly string[]> | PositionalOf<readonly string[] | undefined>
  >
>;

/** As the help and the list of commands write it. */
export function positionalTerm(name: string, {many: several, optional}: {readonly many: boolean; readonly optional: boolean}): string {
  const term = `${name}${several ? '...' : ''}`;
  return optional ? `[${term}]` : `<${term}>`;
}
type GivenBy<P extends Positional> = {readonly [K in keyof P]: P[K] extends PositionalOf<infer T> ? T : never};

/** What a command with these is given. */
export type GivenTo<P extends Positional, O extends Options> = GivenBy<P> & FlagsOf<O>;

export interface CommandExample {
  readonly line: string;
  readonly does: string;
}

export interface Command {
  /** In their order, by their names. */
  readonly positional: Positional;
  readonly options: Options;
  /** What is typed, and what it does: the help shows them. */
  readonly examples: readonly CommandExample[];
  /** `given`: the positionals and the options, by their names, as they are declared. */
  run(given: Readonly<Record<string, unknown>>, effects: Effects): Promise<number>;
}

/** Declares a command. What `run` is given follows from what is declared. */
export function command<P extends Positional, O extends Options>(declared: {
  readonly positional: P;
  readonly options: O;
  readonly examples: readonly CommandExample[];
  run(given: GivenTo<P, O>, effects: Effects): Promise<number>;
}): Command {
  return declared;
}

/** A command as the list of commands has it. */
export interface ListedCommand {
  readonly name: string;
  /** How the help writes its positional arguments, with a space between two. */
  readonly positional?: string;
  readonly summary: string;
  /** What else helps whoever called it wrongly. */
  readonly hint?: string;
  readonly load: () => Promise<Command>;
}
