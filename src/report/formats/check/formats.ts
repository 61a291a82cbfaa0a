/** The formats of a check's report, and the way to one that loads no other: the page brings Observable Plot along, which takes its time. */
import type {CheckReport} from '../../../guard/check-report.ts';
import type {SvgDocument} from '../../document.ts';
import type {Separator} from './sarif.ts';

export const CHECK_FORMATS = ['text', 'json', 'markdown', 'junit', 'sarif', 'html'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

export interface FormatOptions {
  /** `text`: ANSI colours; off unless asked for. */
  readonly colour?: boolean;
  /** `text`: columns, 40 at least; 100 unless given. */
  readonly width?: number;
  /** `sarif`, `html`: the version of genloss. */
  readonly version?: string;
  /** `sarif`: the folder that the candidate's location is made relative to, as a rule the working directory. */
  readonly root?: string;
  /** `sarif`: between the folders of names, `/` unless given. */
  readonly separator?: Separator;
}

export type Formatter = (report: CheckReport, options?: FormatOptions) => string;

/** `loadDocument`: what `html` draws into, asked for by it alone. */
export async function loadFormatWith(format: CheckFormat, loadDocument: () => Promise<SvgDocument>): Promise<Formatter> {
  switch (format) {
    case 'text':
      return (await import('./text.ts')).formatText;
    case 'json':
      return (await import('./json.ts')).formatJson;
    case 'markdown':
      return (await import('./markdown.ts')).formatMarkdown;
    case 'junit':
      return (await import('./junit.ts')).formatJunit;
    case 'sarif':
      return (await import('./sarif.ts')).formatSarif;
    case 'html': {
      const [{checkPage}, document] = await Promise.all([import('../../pages/check/page.ts'), loadDocument()]);
      return (report, options) => checkPage(report, {...options, document});
    }
  }
}
