/** The page that shows the golden files: every chart as a picture, and links to pages, formats and results. */
import {chartsOf} from './charts.ts';
import type {Files} from './experiments.ts';

const GOLDEN = '../test/golden';

interface Shown {
  /** Of a page: its title, and what it is drawn from. */
  readonly title: string;
  readonly from: string;
}

/** Adds each chart of each page to the files, and gives the page that shows them. */
export function addGallery(files: Files, shown: (page: string) => Shown): string {
  const pages = [...files.keys()].filter((name) => name.startsWith('pages/')).sort();
  const sections = pages.map((page) => {
    const name = page.slice('pages/'.length, -'.html'.length);
    return pageSection({name, ...shown(name)}, chartsOf(files.get(page)!), files);
  });
  return `${[HEAD, ...sections, linksSection(files)].join('\n\n')}\n`;
}

const HEAD = `# Gallery

_Written by \`npm run golden\`; change the code instead._

Every chart that genloss draws, from small experiments and corpora: pictures to look at, and files that a test compares with what the code
makes. The experiments are made to show many things in little time, not to be believed: two to six lineages and a few generations each.`;

function pageSection({name, title, from}: Shown & {name: string}, charts: ReturnType<typeof chartsOf>, files: Files): string {
  const groups = new Map<string, string[]>();
  for (const {name: chart, heading, label, svg} of charts) {
    const file = `charts/${name}/${chart}.svg`;
    files.set(file, svg);
    const picture = `![${plain(label) || plain(heading)}](${GOLDEN}/${file})`;
    groups.set(heading, [...(groups.get(heading) ?? []), picture]);
  }
  const parts = [...groups].map(([heading, pictures]) => `${plain(heading)}\n\n${pictures.join('\n')}`);
  return [
    `## ${title}`,
    `From ${from}: [the page](${GOLDEN}/pages/${name}.html).`,
    ...parts.map((part) => `**${part.replace('\n', '**\n')}`),
  ].join('\n\n');
}

/** Text that Markdown takes as it is, between brackets. */
function plain(html: string): string {
  const text = html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  return text.replace(/[\\[\]*_`<]/g, '\\$&').trim();
}

function linksSection(files: Files): string {
  const links = (folder: string) =>
    [...files.keys()]
      .filter((name) => name.startsWith(`${folder}/`))
      .sort()
      .map((name) => `- [${name.slice(folder.length + 1)}](${GOLDEN}/${name})`)
      .join('\n');
  return [
    ['## Formats', links('formats')],
    ['## Help', links('help')],
    [
      '## Results',
      `One a model family, and some more; the experiments are in [test/golden/experiments](${GOLDEN}/experiments).`,
      links('results'),
    ],
  ]
    .map((parts) => parts.join('\n\n'))
    .join('\n\n');
}
