/**
 * The house in figures: lines by room, casts past the compiler, names that mean two things, long files, long functions.
 * `node scripts/house.ts [FOLDER...]`: of this checkout, or of others, side by side.
 */
import {readFileSync} from 'node:fs';
import {join, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type Node, SyntaxKind} from 'typescript/unstable/ast';
import {API} from 'typescript/unstable/sync';
import {declarations} from './names.ts';

const MOST_LINES_OF_FILE = 250;
const MOST_LINES_OF_FUNCTION = 80;
const LONGEST_LIST = 12;

interface House {
  readonly lines: ReadonlyMap<string, number>;
  readonly casts: number;
  readonly castsOfLab: number;
  readonly homonyms: readonly string[];
  readonly longFiles: readonly string[];
  readonly longFunctions: readonly string[];
}

const FUNCTIONS = new Set<SyntaxKind>([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
]);

function houseOf(root: string): House {
  const config = join(root, 'tsconfig.json');
  const api = new API({cwd: root});
  try {
    const project = api.updateSnapshot({openProject: config}).getProject(config);
    if (!project) throw new Error(`no project of ${config}`);
    const source = join(root, 'src');
    const files = project.rootFiles.filter((file) => file.startsWith(`${source}/`) && !/\.test[.-]/.test(file)).sort();
    const lines = new Map<string, number>();
    const longFiles: [number, string][] = [];
    const longFunctions: [number, string][] = [];
    let casts = 0;
    let castsOfLab = 0;
    for (const file of files) {
      const name = relative(source, file);
      const text = readFileSync(file, 'utf8');
      const count = text.split('\n').length - 1;
      const room = name.includes('/') ? name.split('/')[0] : '.';
      lines.set(room, (lines.get(room) ?? 0) + count);
      if (count > MOST_LINES_OF_FILE) longFiles.push([count, name]);
      const found = text.match(/\bas unknown as\b/g)?.length ?? 0;
      casts += found;
      if (room === 'lab') castsOfLab += found;
      const visit = (node: Node): void => {
        if (FUNCTIONS.has(node.kind)) {
          const own = text.slice(node.getStart(), node.end).split('\n').length;
          if (own > MOST_LINES_OF_FUNCTION) longFunctions.push([own, `${name}:${text.slice(0, node.getStart()).split('\n').length}`]);
        }
        node.forEachChild(visit);
      };
      const parsed = project.program.getSourceFile(file);
      if (parsed) visit(parsed);
    }
    const homonyms = [...declarations(source)].filter(([, places]) => places.length > 1).map(([name]) => name);
    return {lines, casts, castsOfLab, homonyms: homonyms.sort(), longFiles: listed(longFiles), longFunctions: listed(longFunctions)};
  } finally {
    api.close();
  }
}

const listed = (found: readonly [number, string][]): string[] =>
  [...found].sort(([a], [b]) => b - a).map(([count, name]) => `${name} ${count}`);

const shortened = (list: readonly string[]): string =>
  [...list.slice(0, LONGEST_LIST), ...(list.length > LONGEST_LIST ? [`and ${list.length - LONGEST_LIST} more`] : [])].join(', ');

function tableOf(houses: ReadonlyMap<string, House>): string {
  const rooms = [...new Set([...houses.values()].flatMap(({lines}) => [...lines.keys()]))].sort();
  const total = ({lines}: House) => [...lines.values()].reduce((sum, count) => sum + count, 0);
  const row = (name: string, of: (house: House) => number) => `| ${[name, ...[...houses.values()].map(of)].join(' | ')} |`;
  return [
    `| | ${[...houses.keys()].join(' | ')} |`,
    `|---|${'---|'.repeat(houses.size)}`,
    ...rooms.map((room) => row(`lines of src/${room}`, ({lines}) => lines.get(room) ?? 0)),
    row('lines of src', total),
    row('`as unknown as`', ({casts}) => casts),
    row('`as unknown as` in the lab', ({castsOfLab}) => castsOfLab),
    row('exported names with two homes', ({homonyms}) => homonyms.length),
    row(`files over ${MOST_LINES_OF_FILE} lines`, ({longFiles}) => longFiles.length),
    row(`functions over ${MOST_LINES_OF_FUNCTION} lines`, ({longFunctions}) => longFunctions.length),
  ].join('\n');
}

const here = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const folders = process.argv.length > 2 ? process.argv.slice(2).map((folder) => resolve(folder)) : [here];
const houses = new Map(folders.map((folder) => [folder, houseOf(folder)]));
console.log(tableOf(houses));
for (const [folder, {homonyms, longFiles, longFunctions}] of houses) {
  console.log(`\n${folder}`);
  for (const [what, list] of Object.entries({'two homes': homonyms, 'long files': longFiles, 'long functions': longFunctions}))
    console.log(`${what}: ${shortened(list)}`);
}
