import {expect, it} from 'vitest';
import {escapeHtml} from '../words.ts';
import {pageOf} from './page.ts';

it('every page tells the browser to run and load nothing', () => {
  const html = pageOf(['<p>x</p>'], {title: '"><script>', foot: 'f'});
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)![1];
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'));
  expect(html).not.toContain('<script>');
});

it('text from outside keeps its line feeds, and shows what it hides', () => {
  expect(escapeHtml('a\nb\tc\u202e\u0007\u009b\u2066<&>"\'')).toBe('a\nb\tc\ufffd\ufffd\ufffd\ufffd&lt;&amp;&gt;&quot;&#39;');
});
