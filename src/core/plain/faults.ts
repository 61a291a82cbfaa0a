/** What data from outside must not hold before anything else looks at it: cycles, keys called `__proto__`, more depth or values than is good. */
import {isObject} from './value.ts';

/** As deep as any experiment needs, and far from the end of the stack. */
export const DEEPEST = 100;
/** Those behind aliases are counted each time. */
const MOST_VALUES = 5_000_000;

interface PlainFault {
  readonly path: readonly string[];
  readonly message: string;
  /** It is the key itself. */
  readonly key?: boolean;
}

export function faultsOfPlain(data: unknown): PlainFault[] {
  const faults: PlainFault[] = [];
  const above = new Set<unknown>();
  const path: string[] = [];
  let values = 0;
  /** False where enough has been seen. */
  const visit = (value: unknown): boolean => {
    if (++values > MOST_VALUES) {
      faults.push({path: [], message: `holds more than ${MOST_VALUES} values`});
      return false;
    }
    if (!isObject(value)) return true;
    if (above.has(value) || path.length >= DEEPEST) {
      faults.push({path: [...path], message: above.has(value) ? 'contains itself' : `lies more than ${DEEPEST} levels deep`});
      return path.length < DEEPEST;
    }
    above.add(value);
    for (const key of Object.keys(value)) {
      path.push(key);
      if (key === '__proto__') faults.push({path: [...path], message: 'is no name for a key', key: true});
      else if (!visit(value[key])) return false;
      path.pop();
    }
    above.delete(value);
    return true;
  };
  visit(data);
  return faults;
}
