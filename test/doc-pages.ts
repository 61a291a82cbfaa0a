/** The pages that people read, and what stands in them. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './command.ts';

/** From the root of the checkout. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'bench/README.md',
  ...(readdirSync(join(root, 'docs'), {recursive: true}) as string[])
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name))
    .sort(),
];

export const pageText = (page: string): string => readFileSync(join(root, page), 'utf8');

/** A page on one line, for phrases that may stand over two. */
export const pageWords = (page: string): string => pageText(page).replace(/\s+/g, ' ');

export interface Block {
  /** Empty where the block names none. */
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page, in order. */
export const blocksIn = (page: string): readonly Block[] =>
  [...pageText(page).matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```/gm)].map(([, , language, text]) => ({language, text}));

export const blocksOf = (page: string, language: string): readonly string[] =>
  blocksIn(page)
    .filter((block) => block.language === language)
    .map(({text}) => text);

/** Pages that show programs in TypeScript; that of the API shows declarations. */
export const programPages = (): readonly string[] =>
  PAGES.filter((page) => page !== 'docs/reference/api.md' && blocksOf(page, 'ts').length > 0);

/** The TypeScript of a page as one program: where it stands in parts, each goes on from those before it. */
export function programOf(page: string): string {
  const code = blocksOf(page, 'ts').join('\n');
  return `${code.match(/^import .*$/gm)!.join('\n')}\n${code.replace(/^import .*$/gm, '')}`;
}

/** What stands between backticks outside of blocks. */
export const inlineCodeOf = (page: string): readonly string[] =>
  [
    ...pageText(page)
      .replace(/^( *)```[\s\S]*?^\1```/gm, '')
      .matchAll(/(`+)([\s\S]*?[^`])\1(?!`)/g),
  ].map(([, , code]) => code.replace(/\s+/g, ' ').trim());
