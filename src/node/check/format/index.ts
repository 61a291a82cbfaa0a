/**
 * Everything that shows the result of a check: pure functions from the report to text. No clock, no network: same report, same bytes.
 *
 * `formatCheck` has every format at hand; who needs one of them and starts often takes `loadFormat` from `formats.ts`.
 */
import type {CheckReport} from '../../../guard/check-report.ts';
import type {CheckFormat, FormatOptions, Formatter} from './formats.ts';
import {formatHtml} from './html.ts';
import {formatJson} from './json.ts';
import {formatJunit} from './junit.ts';
import {formatMarkdown} from './markdown.ts';
import {formatSarif} from './sarif.ts';
import {formatText} from './text.ts';

export {CHECK_FORMATS, type CheckFormat, type FormatOptions} from './formats.ts';

const FORMATTERS: Readonly<Record<CheckFormat, Formatter>> = {
  text: formatText,
  json: formatJson,
  markdown: formatMarkdown,
  junit: formatJunit,
  sarif: formatSarif,
  html: formatHtml,
};

export function formatCheck(report: CheckReport, format: CheckFormat, options: FormatOptions = {}): string {
  return FORMATTERS[format](report, options);
}
