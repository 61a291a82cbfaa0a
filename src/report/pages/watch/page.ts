/**
 * A watch as one HTML page that needs nothing else, for whoever is called at night: no script, no network, no clock; same report, same bytes.
 *
 * It draws what `watch` concludes and computes no measure itself. Every picture has its numbers in a table beside it.
 */
import {visible} from '../../../core/text/plain.ts';
import type {WatchReport} from '../../../guard/watch-report.ts';
import type {SvgDocument} from '../../document.ts';
import {contentsOf} from '../contents.ts';
import {pageOf} from '../page.ts';
import type {WatchCommands} from './commands.ts';
import {evidenceSection} from './evidence-section.ts';
import {measuresSection} from './measures-section.ts';
import {nextSection} from './next.ts';
import {watchHeadline, watchOpening} from './opening.ts';
import {pastSection} from './past-section.ts';
import {promiseSection} from './promise.ts';
import {slicesSection} from './slices-section.ts';
import {WATCH_STYLE} from './style.ts';
import {firstDrawn, timelineOf, type WatchSubject} from './subject.ts';
import {subjectSection} from './subject-section.ts';
import {changedWordSections} from './words-section.ts';

export interface WatchPageOptions {
  readonly document: SvgDocument;
  readonly commands: WatchCommands;
  /** Of genloss. */
  readonly version?: string;
}

export function watchPage(report: WatchReport, {document, commands, version}: WatchPageOptions): string {
  const first = firstDrawn(report);
  const subject: WatchSubject = {report, timeline: timelineOf(report), document, ...(first !== undefined && {first})};
  const made = version === undefined ? 'genloss' : `genloss ${version}`;
  const next = nextSection(report, commands);
  const rest = [
    evidenceSection(subject),
    measuresSection(subject),
    subjectSection(subject),
    slicesSection(subject),
    changedWordSections(report),
    pastSection(report),
    promiseSection(report),
  ];
  return pageOf([watchOpening(report), next, contentsOf([next, ...rest]), ...rest], {
    title: `${watchHeadline(report)}: ${visible(report.watch)}`,
    style: WATCH_STYLE,
    foot: `Made by ${made}.`,
  });
}
