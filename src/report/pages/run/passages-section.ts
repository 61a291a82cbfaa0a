/**
 * The same passage by each generation: first how it goes under the arm that others are held against, then every arm, a generation at a time.
 */
import {armSign} from '../../charts/signs.ts';
import {spread} from '../../charts/spread.ts';
import {type Html, html, lines, raw, withCode} from '../../html.ts';
import type {Passages} from './input.ts';
import {notice} from './notice.ts';
import {passageNotice} from './notices.ts';
import type {Subject} from './series.ts';

const MOST_STEPS = 4;
const OPEN_CARDS = 6;

/** Undefined where no arm has a passage. */
export function passagesSection(subject: Subject): Html | undefined {
  const {input} = subject;
  const passages = input.pictures?.passages;
  if (passages === undefined) return undefined;
  const arms = input.arms.map((arm) => arm.name).filter((name) => (passages.arms[name] ?? []).length > 0);
  if (arms.length === 0) return undefined;
  const against = input.summary.differences?.[0]?.against;
  const told = arms.find((name) => name === against) ?? arms[0];
  const more =
    arms.length > 1 &&
    html`<h3>Every arm, a generation at a time</h3>
<p class="note">Choose a generation, and see what each arm makes of the same beginning.</p>${cardsOf(subject, passages, arms)}`;
  return html`<section aria-labelledby="passages"><h2 id="passages">The same passage, generation by generation</h2>
<p>Every model was given the same beginning, by a person, and went on by itself. So it goes under <b>${told}</b>:</p>
${ladderOf(passages, told)}${notice(passageNotice(passages, [told, ...arms.filter((name) => name !== told)]))}
<p class="note">One passage of the first seed: to look at, not to measure by.</p>${more}</section>`;
}

/** One passage below the other, a handful of generations. */
function ladderOf({prompt, arms}: Passages, name: string): Html {
  const said = spread(
    [...arms[name]].sort((a, b) => a.generation - b.generation),
    MOST_STEPS,
  );
  const steps = said.map(
    ({generation, text}) => html`<li><span class="note">generation ${generation}</span><p><mark>${prompt}</mark> ${text}</p></li>`,
  );
  return html`<ol class="ladder">${lines(steps)}</ol>`;
}

/** Radio buttons choose the generation by CSS alone; without CSS every passage is there, each with its generation. */
function cardsOf(subject: Subject, passages: Passages, arms: readonly string[]): Html {
  const generations = [...new Set(arms.flatMap((name) => passages.arms[name].map((said) => said.generation)))].sort((a, b) => a - b);
  const last = generations[generations.length - 1];
  const buttons = generations.map(
    (g) => html`<input type="radio" name="passage" id="passage-${g}"${g === last && ' checked'}><label for="passage-${g}">${g}</label>`,
  );
  const rules = generations.map((g) => `#passage-${g}:checked~.cards .said-${g}`).join(',');
  const cards = arms.map((name) => passageCard(subject, {name, passages, generations}));
  const rest =
    cards.length > OPEN_CARDS &&
    html`<details><summary>${cards.length - OPEN_CARDS} more arms</summary><div class="cards">${lines(cards.slice(OPEN_CARDS))}</div></details>`;
  return html`<style>${raw(rules)}{display:block}</style>
<fieldset class="pick"><legend>Generation</legend>${buttons}<div class="cards">${lines(cards.slice(0, OPEN_CARDS))}${rest}</div></fieldset>`;
}

interface Card {
  readonly name: string;
  readonly passages: Passages;
  readonly generations: readonly number[];
}

function passageCard({input, layout, document}: Subject, {name, passages, generations}: Card): Html {
  const place = layout.places.find(({arm}) => arm === name);
  const sign = place?.facet === '' && armSign(place.series, document);
  const description = input.arms.find((arm) => arm.name === name)?.description ?? '';
  const texts = new Map(passages.arms[name].map((said) => [said.generation, said.text]));
  const said = generations.map((g) => {
    const text = texts.get(g);
    const body =
      text === undefined ? html`<em class="note">No passage at this generation.</em>` : html`<mark>${passages.prompt}</mark> ${text}`;
    return html`<div class="said said-${g}"><span class="note">generation ${g}</span><p>${body}</p></div>`;
  });
  return html`<article class="card"><h4>${sign}${name}</h4><p class="way">${withCode(description)}</p>${lines(said)}</article>`;
}
