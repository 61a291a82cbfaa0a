import {describe, expect, it} from 'vitest';
import {escapeHtml, Html, html, lines, raw, withCode} from './html.ts';

const HOSTILE = `</script><img src=x onerror="alert('1')">&amp;`;
const ESCAPED = '&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;';

describe('html', () => {
  it('escapes what stands in text and in attributes of either quotes', () => {
    expect(html`<p>${HOSTILE}</p>`.markup).toBe(`<p>${ESCAPED}</p>`);
    expect(html`<p title="${HOSTILE}" lang='${HOSTILE}'></p>`.markup).toBe(`<p title="${ESCAPED}" lang='${ESCAPED}'></p>`);
  });

  it('prints numbers, and nothing for what is not there', () => {
    expect(html`${0} ${-1.5} ${Number.NaN}|${undefined}${false}|${''}|`.markup).toBe('0 -1.5 NaN|||');
  });

  it('takes html as it is, alone and in lists of lists, and escapes the strings among them', () => {
    const item = (text: string) => html`<li>${text}</li>`;
    expect(html`<ul>${[item('a<b'), [item('c'), 'd>e'], undefined, 7]}</ul>`.markup).toBe('<ul><li>a&lt;b</li><li>c</li>d&gt;e7</ul>');
    expect(html`${html`${html`<b>${'&'}</b>`}`}`.markup).toBe('<b>&amp;</b>');
  });

  it('trusts nothing that only looks like html, and what is raw', () => {
    const forged: object = {markup: '<script>'};
    expect(() => html`${forged as Html}`).toThrow(TypeError);
    expect(html`${raw('<svg/>')}`.markup).toBe('<svg/>');
    expect(html`${new Html('<i>')}`.markup).toBe('<i>');
    expect(html`${`${'<i>'}`}`.markup).toBe('&lt;i&gt;');
  });

  it('keeps escapes and line feeds of its own markup', () => {
    expect(
      html`a\u00b7b
${'c'}`.markup,
    ).toBe('a\u00b7b\nc');
    expect(html``.markup).toBe('');
  });
});

it('lines stand one below the other, escaped as everywhere', () => {
  expect(lines([html`<p>a</p>`, undefined, '<', 2]).markup).toBe('<p>a</p>\n\n&lt;\n2');
  expect(lines([]).markup).toBe('');
});

it('text from outside keeps its line feeds, and shows what it hides', () => {
  expect(escapeHtml('a\nb\tc\u202e\u0007\u009b\u2066<&>"\'')).toBe('a\nb\tc\ufffd\ufffd\ufffd\ufffd&lt;&amp;&gt;&quot;&#39;');
});

it('code between backticks is marked, what is in it escaped', () => {
  expect(withCode('see `a<b` and `c`, not `d').markup).toBe('see <code>a&lt;b</code> and <code>c</code>, not `d');
});
