/** Where in the data each gate's number comes from: places, texts cut short, pairs beside each other. */
import {visible} from '../../../core/text/plain.ts';
import type {CheckReport, ExamplePlace} from '../../../guard/check-report.ts';
import {exampleGroups, exampleWord} from '../../formats/check/values.ts';
import {type Html, html, lines} from '../../html.ts';
import {titled} from './titled.ts';

export function exampleSection({examples = [], withoutExamples = []}: CheckReport): Html | undefined {
  if (examples.length === 0 && withoutExamples.length === 0) return undefined;
  const lists = exampleGroups(examples).map(({measure, examples: own, as}) => {
    const title = html`<h3>${titled(measure)}</h3>`;
    if (as !== undefined) return html`${title}\n<p class="note">As for ${titled(as)}.</p>`;
    const items = own.map((one) => html`<li>${place(one, exampleWord(one))}${one.other && html`<br>as in ${place(one.other)}`}</li>`);
    return html`${title}\n<ul class="places">${lines(items)}</ul>`;
  });
  const notes = withoutExamples.map((why) => html`<p class="note">${visible(why)}</p>`);
  return html`<section aria-labelledby="where"><h2 id="where">Where</h2>\n${lines([...lists, ...notes])}</section>`;
}

const place = ({file, line, text}: ExamplePlace, word = ''): Html =>
  html`<code>${visible(`${file}:${line}`)}</code> ${word !== '' && html`<em>${visible(word)}</em>: `}${visible(text)}`;
