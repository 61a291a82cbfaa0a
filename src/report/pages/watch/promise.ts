/** What a watch promises, and what it does not. */
import {grouped} from '../../../core/text/numbers.ts';
import type {WatchReport} from '../../../guard/watch-report.ts';
import {type Html, html, lines} from '../../html.ts';

export function promiseSection({level}: WatchReport): Html {
  const promises = [
    html`<b>False alarms.</b> In ${grouped(level)} periods that are independent of each other and as those of the calibration, one alarm is false on average at the most, over all measures and slices together, however small the calibration is.`,
    html`<b>Neighbours.</b> Where neighbouring periods are alike (one event in the news for a week, one crawl in several parts) there are more false alarms than that. Longer periods help.`,
    html`<b>Early signs</b> have no budget: they come sooner than an alarm, and are wrong more often.`,
    html`<b>Since when.</b> The interval holds the first changed period of a lasting change in 95 of 100 cases where it is abrupt and of two standard deviations of a period or more, less often where it is smaller; a slow one has no first period.`,
    html`<b>What is not seen.</b> Periods are held against the calibration: what was lost before it began is not seen here, and a change that stays within what it shows is not either.`,
    html`<b>Another subject</b> moves nearly every measure. It is told by novelty and by words that are new; such an alarm is called drift, or both where copies carry it too.`,
    html`<b>The end.</b> An alarm ends once the text is as in the calibration again, at the latest 40 periods after the first such period; never merely by age.`,
  ];
  return html`<section aria-labelledby="promise"><h2 id="promise">What this promises, and what not</h2>
<ul class="sources">${lines(promises.map((one) => html`<li>${one}</li>`))}</ul></section>`;
}
