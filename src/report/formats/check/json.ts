/** The report as one JSON document that ends with a line feed. The verdict and the gates come first; nothing is added or left out. */
import {DomainError} from '../../../core/error.ts';
import type {CheckReport} from '../../../guard/check-report.ts';

/** errors  DomainError where a number is not finite: JSON would make it null, and a null has made a gate pass before */
export function formatJson(report: CheckReport): string {
  const {verdict, reason, checks, candidate, reference, ...rest} = report;
  return `${JSON.stringify({verdict, reason, checks, candidate, reference, ...rest}, onlyFinite, 2)}\n`;
}

function onlyFinite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new DomainError(`the report of a check has ${value} at ${key}`);
  return value;
}
