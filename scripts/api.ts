/** What programs import: every exported name with its declaration and its docstring, read from the declarations that the package ships. */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type Node, SyntaxKind} from 'typescript/unstable/ast';
import {API, type Checker, type Project, type Symbol as Sym} from 'typescript/unstable/sync';

const root = fileURLToPath(new URL('..', import.meta.url));
/** A constant whose inferred type has more letters (a schema) is told by its name: what it is made of stands in a page of its own. */
const MOST_LETTERS = 4000;

export interface Exported {
  readonly name: string;
  /** Of `genloss/node` alone. */
  readonly needsNode: boolean;
  /** Below src/. */
  readonly file: string;
  /** As TypeScript, its docstring before it. */
  readonly declaration: string;
}

/** Every exported name once, in the order of their files and places. Takes some seconds: the declarations are made anew. */
export function exportsOf(): Exported[] {
  const folder = mkdtempSync(join(root, 'node_modules', '.genloss-api-'));
  const api = new API({cwd: folder});
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', folder], {cwd: root, stdio: 'inherit'});
    const config = join(folder, 'tsconfig.json');
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const compilerOptions = {module: 'nodenext', target: 'es2023', types: ['node'], noEmit: true, allowImportingTsExtensions: true};
    writeFileSync(config, JSON.stringify({compilerOptions, files: ['index.d.ts', 'node/index.d.ts']}));
    const project = api.updateSnapshot({openProject: config}).getProject(config);
    if (!project) throw new Error(`no project of ${config}`);
    const everywhere = new Set(symbolsOf(project, join(folder, 'index.d.ts')).map(({name}) => name));
    return symbolsOf(project, join(folder, 'node/index.d.ts'))
      .map((symbol) => ({at: placeOf(symbol, project), symbol}))
      .map(({at: {file, node}, symbol}) => ({
        name: symbol.name,
        needsNode: !everywhere.has(symbol.name),
        file: relative(folder, file).replace(/\.d\.ts$/, '.ts'),
        at: node.pos,
        declaration: declarationOf(node, symbol.name),
      }))
      .sort((a, b) => (a.file === b.file ? a.at - b.at : a.file < b.file ? -1 : 1))
      .map(({at: _, ...exported}) => exported);
  } finally {
    api.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

function symbolsOf({program, checker}: Project, file: string): Sym[] {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`no module ${file}`);
  return checker.getExportsOfModule(module).map((symbol) => named(symbol, checker));
}

/** What the export stands for, under the name that it is exported by. */
function named(symbol: Sym, checker: Checker): Sym {
  const target = symbol.declarations.some(({kind}) => kind === SyntaxKind.ExportSpecifier) ? checker.getAliasedSymbol(symbol) : symbol;
  if (target.name !== symbol.name) throw new Error(`${symbol.name} is exported under another name than its own, ${target.name}`);
  return target;
}

function placeOf(symbol: Sym, project: Project): {readonly file: string; readonly node: Node} {
  const [handle] = symbol.declarations;
  const found = handle?.resolve(project);
  if (!found) throw new Error(`no declaration of ${symbol.name}`);
  let node: Node = found;
  // of a constant, the statement
  while (node.kind === SyntaxKind.VariableDeclaration || node.kind === SyntaxKind.VariableDeclarationList) node = node.parent;
  return {file: node.getSourceFile().fileName, node};
}

function declarationOf(node: Node, name: string): string {
  const text = node
    .getFullText()
    .trim()
    .replaceAll(/(^|\n)(export )?declare /g, '$1')
    .replace(/(^|\n)export /, '$1')
    .replaceAll(/\n {4}(private|protected|#)[^\n;{]*(\{[^}]*\})?[^\n;]*;/g, '')
    .replace(/^import [\s\S]*?;\n+/, '');
  if (text.length <= MOST_LETTERS || node.kind !== SyntaxKind.VariableStatement) return text.replaceAll('    ', '  ');
  const comment = /^\/\*\*[\s\S]*?\*\//.exec(text)?.[0];
  return `${comment === undefined ? '' : `${comment}\n`}const ${name}: ...`;
}

/** What stands at the head of a source: what is in it, by which formula, checked against what. */
function headOf(file: string): string {
  const text = readFileSync(join(root, 'src', file), 'utf8');
  const comment = /^\/\*\*([\s\S]*?)\*\/\n(?=import |export |\n)/.exec(text);
  // where nothing but a declaration follows it is that one's
  if (!comment || (/^\/\*\*[\s\S]*?\*\/\nexport /.test(text) && !comment[1].includes('\n'))) return '';
  return comment[1].replaceAll(/\n \* ?/g, '\n').trim();
}

/** The declarations of the first statement begin with the head of the file, which is told already. */
function withoutHead(declaration: string, head: string): string {
  const comment = /^\/\*\*([\s\S]*?)\*\/\s*/.exec(declaration);
  const isHead = comment?.[1].replaceAll(/\n \* ?/g, '\n').trim() === head;
  return isHead ? declaration.slice(comment![0].length) : declaration;
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (!found.get(key)?.push(item)) found.set(key, [item]);
  }
  return found;
}

/** docs/reference/api.md. `holds`: what a folder of src/ has. */
export function apiPage(exported: readonly Exported[], {note, holds}: {note: string; holds: (room: string) => string}): string {
  const lines = [
    '# What programs import',
    '',
    `_${note}_`,
    '',
    "`import {...} from 'genloss'` has everything on Node, and what runs anywhere in a page; `genloss/node` says that Node is meant.",
    'Names marked _Node_ need it. Numbers are doubles, and arrays typed, unless a declaration says otherwise.',
  ];
  const rooms = groups(exported, ({file}) => file.split('/').slice(0, -1).slice(0, 2).join('/') || 'genloss');
  for (const [room, ofRoom] of rooms) {
    lines.push('', `## ${room}`, '', holds(room));
    lines.push(ofRoom.map(({name}) => `\`${name}\``).join(', '));
    for (const [file, ofFile] of groups(ofRoom, (one) => one.file)) {
      const head = headOf(file);
      lines.push('', `### ${file.slice(room.length + 1)}${ofFile.every(({needsNode}) => needsNode) ? ' (_Node_)' : ''}`, '');
      if (head !== '') lines.push('```text', head, '```', '');
      const declarations = ofFile.map(({declaration}) => (head === '' ? declaration : withoutHead(declaration, head)));
      lines.push('```ts', declarations.join('\n\n'), '```');
    }
  }
  return `${lines.join('\n').replaceAll(/\n{3,}/g, '\n\n')}\n`;
}
