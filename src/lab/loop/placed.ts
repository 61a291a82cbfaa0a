/** Errors of data and of memory that a lineage meets, with the arm and the generation that met them. */
import {DataError, type GenlossError, ResourceError} from '../../core/error.ts';

/** Runs `act`; what it throws of data or memory says where, and keeps its class. */
export function placed<T>(where: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof DataError) throw new DataError(...placedParts(error, where));
    if (error instanceof ResourceError) throw new ResourceError(...placedParts(error, where));
    throw error;
  }
}

function placedParts(error: GenlossError, where: string): [string, {where: string; next?: string; cause: GenlossError}] {
  const {message, next, where: own} = error;
  return [message, {where: own === undefined ? where : `${where}: ${own}`, next, cause: error}];
}
