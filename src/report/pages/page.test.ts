import {expect, it} from 'vitest';
import {html} from '../html.ts';
import {pageOf} from './page.ts';

it('every page tells the browser to run and load nothing', () => {
  const page = pageOf([html`<p>x</p>`, undefined], {title: '"><script>', foot: 'f'});
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)![1];
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  expect(page).not.toContain('<script>');
});
