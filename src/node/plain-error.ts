/** Errors in a form that crosses threads and comes out as the class that it was. */
import {ConfigError, DataError, DomainError, GenlossError, OutputError, ResourceError} from '../core/error.ts';

export interface PlainError {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly where?: string;
  readonly next?: string;
  readonly stack?: string;
}

export function plainError(error: unknown): PlainError {
  if (error instanceof GenlossError) {
    const {name, code, message, where, next, stack} = error;
    return {name, code, message, where, next, stack};
  }
  const {name, message, stack} = error instanceof Error ? error : new Error(String(error));
  return {name, message, stack};
}

export function errorOf({name, code, message, where, next, stack}: PlainError): Error {
  const options = {where, next};
  if (code === 'config') return new ConfigError(message, options);
  if (code === 'data') return new DataError(message, options);
  if (code === 'output') return new OutputError(message, options);
  if (code === 'resource') return new ResourceError(message, options);
  if (code === 'domain') return new DomainError(message, options);
  const error = code === undefined ? new Error(message) : new GenlossError(code, message, options);
  error.name = name;
  error.stack = stack;
  return error;
}
