/** Errors in a form that crosses threads and comes out as the class that it was. */
import {
  ConfigError,
  DataError,
  DivergenceError,
  DomainError,
  GenlossError,
  OutputError,
  ResourceError,
  UnfinishedError,
} from '../core/error.ts';
import {shortageOf} from './system-error.ts';

export interface PlainError {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly where?: string;
  readonly next?: string;
  readonly stack?: string;
  /** Of a DivergenceError. */
  readonly course?: {readonly step: number; readonly losses: readonly number[]};
}

export function plainError(error: unknown): PlainError {
  if (error instanceof GenlossError) {
    const {name, code, message, where, next, stack} = error;
    const course = error instanceof DivergenceError ? {step: error.step, losses: error.losses} : undefined;
    return {name, code, message, where, next, stack, ...(course && {course})};
  }
  const shortage = shortageOf(error);
  if (shortage) return plainError(shortage);
  const {name, message, stack} = error instanceof Error ? error : new Error(String(error));
  return {name, message, stack};
}

export function errorOf({name, code, message, where, next, stack, course}: PlainError): Error {
  const options = {where, next};
  if (code === 'config') return new ConfigError(message, options);
  if (code === 'data') return new DataError(message, options);
  if (code === 'output') return new OutputError(message, options);
  if (code === 'resource') return new ResourceError(message, options);
  if (code === 'unfinished') return new UnfinishedError(message, options);
  if (code === 'domain') return new DomainError(message, options);
  if (course) return new DivergenceError(course.step, course.losses);
  const error = code === undefined ? new Error(message) : new GenlossError(code, message, options);
  error.name = name;
  error.stack = stack;
  return error;
}
