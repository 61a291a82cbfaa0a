/** What a measure is called on the page: its code as everywhere in a check, and its title beside it. */
import {visible} from '../../../core/text/plain.ts';
import {measureOf} from '../../../lab/measure/catalog.ts';
import {type Html, html} from '../../html.ts';

export const titled = (measure: string): Html => {
  const found = measureOf(measure);
  return html`<code>${visible(measure)}</code>${found !== undefined && html` <span class="soft">${found.title}</span>`}`;
};
