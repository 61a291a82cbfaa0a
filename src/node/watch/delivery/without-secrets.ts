/**
 * A definition for messages about it: what `got` shows of its alerts holds no secret, wherever in them one was written by mistake.
 *
 * Keys, paths, spans of time and names of variables stay; of an address its scheme and host; of any other text nothing.
 */
import {isObject} from '../../../core/plain/value.ts';

const NOT_SHOWN = '(not shown)';

export function withoutSecrets(definition: unknown): unknown {
  if (!isObject(definition) || !('alerts' in definition)) return definition;
  return {...definition, alerts: hidden(definition.alerts)};
}

function hidden(value: unknown, key?: string): unknown {
  if (Array.isArray(value)) return value.map((one) => hidden(one, key));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hidden(inner, name)]));
  if (typeof value === 'number') return NOT_SHOWN;
  return typeof value === 'string' ? hiddenText(value, key) : value;
}

function hiddenText(text: string, key: string | undefined): string {
  if (URL.canParse(text) && /^https?:/i.test(text)) return new URL(text).origin;
  if (key === 'textfile') return text;
  if (key === 'expires' && /^[\w.]{1,10}$/.test(text)) return text;
  return key === 'env' && /^[A-Z_][A-Z0-9_]*$/.test(text) ? text : NOT_SHOWN;
}
