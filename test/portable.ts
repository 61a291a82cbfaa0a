/**
 * What of a source text may differ from engine to engine: the functions of `Math` that ECMAScript leaves to the implementation, `**`,
 * and what asks the engine's own tables of Unicode or of languages.
 */

/** Defined to the last bit by the language (or a constant). */
export const EXACT: ReadonlySet<string> = new Set([
  ...['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'],
  ...['E', 'LN10', 'LN2', 'LOG10E', 'LOG2E', 'PI', 'SQRT1_2', 'SQRT2'],
]);

/** General categories whose members no later version of Unicode may change. */
const FIXED_CLASSES = new Set(['Cc', 'Cs']);

/** The text without comments, string literals and the literal parts of templates; what stands in `${}` stays. */
export function codeOf(text: string): string {
  const literals = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
  return text.replace(literals, (found) => {
    if (found[0] === '/') return ' ';
    if (found[0] !== '`') return "''";
    return `(${[...found.matchAll(/\$\{((?:[^{}]|\{[^{}]*\})*)\}/g)].map(([, inner]) => codeOf(inner)).join(';')})`;
  });
}

/** Each use that is not portable, as it is written. */
export function unportable(text: string): string[] {
  const code = codeOf(text);
  const found: string[] = [];
  for (const {index} of code.matchAll(/\bMath\b/g)) {
    const after = code.slice(index + 4);
    const member = /^\s*\??\.\s*(\w+)/.exec(after)?.[1];
    if (member !== undefined && EXACT.has(member)) continue;
    const names = /\{([\w\s,:]*)\}\s*=\s*$/.exec(code.slice(0, index))?.[1];
    const taken = names?.split(',').map((name) => name.split(':')[0].trim()) ?? [''];
    if (/^\s*;/.test(after) && taken.every((name) => EXACT.has(name))) continue;
    found.push(`Math${member === undefined ? after.slice(0, 12) : `.${member}`}`);
  }
  for (const [use] of code.matchAll(/\*\*=?|\bIntl\b|\.(?:localeCompare|toLocale\w+)\(|\.normalize\((?=\)|'')/g)) found.push(use);
  for (const [use, name] of text.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/\\[pP]\{([^}]*)\}[^*]*?\/[a-z]*[uv]/g))
    if (!FIXED_CLASSES.has(name)) found.push(use);
  return found;
}
