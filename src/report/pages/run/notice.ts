/** What to notice, before the picture that it is seen in. */
import {type Html, html} from '../../html.ts';

/** Nothing where there is nothing to say. */
export const notice = (text: string): Html | undefined =>
  text === '' ? undefined : html`<p class="fact"><span class="cue">Notice</span> ${text}</p>`;
