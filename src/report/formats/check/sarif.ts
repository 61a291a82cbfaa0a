/**
 * The report as SARIF 2.1.0, in the subset that GitHub's code scanning reads: rules are measures, results are the gates that fail
 * (`error`) or are inconclusive (`warning`), each located at the candidate. Gates that pass have no result.
 *
 * edge    another domain, and a verdict that no result shows (no gates at all), are results of their own: silence would read as a pass
 * source  SARIF 2.1.0 (OASIS, 2020); GitHub, SARIF support for code scanning: a result needs a location with a relative URI and a
 *         fingerprint that stays while values move, a rule needs a help text, a full description has at most 1,024 characters
 */
import {sha256} from '@noble/hashes/sha2.js';
import {bytesToHex} from '@noble/hashes/utils.js';
import {lowerCase} from '../../../core/text/lower-case.ts';
import {visible} from '../../../core/text/plain.ts';
import {exampleKindOf, openChecks} from '../../../guard/check/example-kinds.ts';
import type {Check, CheckReport, Example} from '../../../guard/check-report.ts';
import {measureOf} from '../../../lab/measure/catalog.ts';
import {checkSentence, DOMAIN_VERDICTS, domainSentence, sentence} from './values.ts';

export interface SarifOptions {
  /** Of genloss. */
  readonly version?: string;
  /** The folder that locations are relative to: the root of the checkout. Absolute names below it become relative. */
  readonly root?: string;
  /** Between the folders of names: `\\` on Windows, `/` unless given. */
  readonly separator?: Separator;
}

export type Separator = '/' | '\\';

interface Finding {
  readonly rule: string;
  readonly level: 'error' | 'warning';
  readonly text: string;
  /** What stays the same from run to run. */
  readonly identity: string;
  readonly properties: Record<string, unknown>;
  readonly examples: readonly Example[];
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const MOST_DESCRIPTION = 1024;

export function formatSarif(report: CheckReport, {version, root, separator}: SarifOptions = {}): string {
  const findings = findingsOf(report);
  const rules = [...new Set(findings.map(({rule}) => rule).concat(report.checks.map(({measure}) => measure)))].map(ruleOf);
  const uri = relativeUri(firstSource(report.candidate.name), root, separator);
  const driver = {
    name: 'genloss',
    ...(version !== undefined && {version, semanticVersion: version}),
    rules,
  };
  const run = {
    tool: {driver},
    automationDetails: {id: `genloss-check/${uri}/`},
    invocations: [{executionSuccessful: true}],
    results: findings.map((finding) =>
      resultOf(finding, {
        uri,
        ruleIndex: rules.findIndex(({id}) => id === finding.rule),
        uriOf: (file) => relativeUri(file, root, separator),
      }),
    ),
    columnKind: 'utf16CodeUnits',
    properties: {verdict: report.verdict, reason: visible(report.reason), reference: visible(report.reference.name)},
  };
  return `${JSON.stringify({$schema: SCHEMA, version: '2.1.0', runs: [run]}, undefined, 2)}\n`;
}

function findingsOf(report: CheckReport): Finding[] {
  const {domain, checks} = report;
  const gates = openChecks(checks).map((check) => findingOf(check, report));
  const unfit = domain.verdict === 'other' || (domain.verdict === 'unclear' && report.verdict !== 'pass');
  const all = unfit ? [domainFinding(report), ...gates] : gates;
  if (all.length > 0 || report.verdict === 'pass') return all;
  const level = report.verdict === 'fail' ? 'error' : 'warning';
  return [
    {
      rule: 'verdict',
      level,
      text: sentence(visible(report.reason)),
      identity: 'verdict',
      properties: {verdict: report.verdict},
      examples: [],
    },
  ];
}

function findingOf(check: Check, {examples = []}: CheckReport): Finding {
  const {measure, band, bound, verdict, value, low, high, n, p} = check;
  return {
    rule: measure,
    level: verdict === 'fail' ? 'error' : 'warning',
    text: checkSentence(check),
    identity: [check.name, measure, band ?? '', bound.atLeast === undefined ? 'atMost' : 'atLeast'].join('\n'),
    properties: {verdict, band, value, low, high, n, p, atLeast: bound.atLeast, atMost: bound.atMost},
    examples: examples.filter((one) => one.measure === measure),
  };
}

function domainFinding(report: CheckReport): Finding {
  const {domain} = report;
  const {value, low, high, bound} = domain;
  const words = domain.words.length === 0 ? '' : ` Words that tell: ${domain.words.slice(0, 12).map(visible).join(', ')}.`;
  return {
    rule: 'domain',
    level: 'warning',
    text: `${domainSentence(report)}${words}`,
    identity: 'domain',
    properties: {verdict: DOMAIN_VERDICTS[domain.verdict], domain: domain.verdict, value, low, high, bound},
    examples: [],
  };
}

interface Placing {
  readonly uri: string;
  readonly ruleIndex: number;
  readonly uriOf: (file: string) => string;
}

/** At the first example where it is one of the candidate, else at the candidate; what else there is stands beside it. */
function resultOf({rule, level, text, identity, properties, examples}: Finding, {uri, ruleIndex, uriOf}: Placing) {
  const at = (file: string, line: number) => ({artifactLocation: {uri: file, uriBaseId: '%SRCROOT%'}, region: {startLine: line}});
  const inCandidate = exampleKindOf({measure: rule, bound: {measure: rule}}) !== 'rare';
  const [first, ...others] = inCandidate ? examples : [undefined, ...examples];
  const related = [
    ...(first?.other ? [first.other] : []),
    ...others.flatMap((one) => (one ? [one, ...(one.other ? [one.other] : [])] : [])),
  ];
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: {text},
    locations: [{physicalLocation: first ? at(uriOf(first.file), first.line) : at(uri, 1)}],
    ...(related.length > 0 && {
      relatedLocations: related.map((one, i) => ({
        id: i + 1,
        physicalLocation: at(uriOf(one.file), one.line),
        message: {text: visible(one.text)},
      })),
    }),
    partialFingerprints: {primaryLocationLineHash: `${bytesToHex(sha256(new TextEncoder().encode(identity))).slice(0, 16)}:1`},
    properties,
  };
}

const OTHER_RULES: Readonly<Record<string, {title: string; text: string}>> = {
  domain: {
    title: 'The candidate is about something else than the reference',
    text: 'Measures of loss compare like with like: held against a reference of another domain they move in either direction. Choose a reference of the same kind of text.',
  },
  verdict: {title: 'Verdict of the check', text: 'The verdict of the whole check, where no single gate shows it.'},
};

function ruleOf(id: string) {
  const known = measureOf(id);
  const title = known?.title ?? OTHER_RULES[id]?.title ?? `Gate on ${visible(id)}`;
  const text = known === undefined ? (OTHER_RULES[id]?.text ?? `A gate on the measure ${visible(id)}.`) : known.caption;
  const unit = known === undefined || known.unit === '' ? '' : ` Unit: ${known.unit}.`;
  const source = known === undefined ? '' : ` Source: ${known.source}.`;
  const help = `${text}${unit}${source}`;
  return {
    id,
    name: id,
    shortDescription: {text: title},
    fullDescription: {text: help.slice(0, MOST_DESCRIPTION)},
    help: {text: help, markdown: `**${title}** (\`${visible(id)}\`)\n\n${help}`},
    defaultConfiguration: {level: 'error'},
    properties: {tags: ['data-quality', 'model-collapse'], 'problem.severity': 'error'},
  };
}

/** `a.jsonl, b.jsonl` and `a.jsonl and 3 more` are both located at a.jsonl: a location is one file. */
function firstSource(name: string): string {
  return name.replace(/ and \d+ more$/, '').split(', ')[0];
}

/**
 * The candidate's place in the checkout as a URI reference: forward slashes, escaped, never absolute and never above the root. A name
 * that has no place there (standard input, a file elsewhere) is cut to its last part, since code scanning refuses what is not relative.
 * A backslash parts names where it is the system's `separator`, and is a character of a name elsewhere.
 */
export function relativeUri(name: string, root?: string, separator: Separator = '/'): string {
  const parts = partsOf(name, separator);
  const inside = root === undefined || !isAbsolute(name, separator) ? undefined : partsBelow(partsOf(root, separator), parts, separator);
  const outside = inside === undefined && (isAbsolute(name, separator) || /^[A-Za-z]:/.test(name) || parts.includes('..'));
  const kept = inside ?? (outside ? parts.slice(-1).filter((part) => part !== '..') : parts);
  const shown = kept.length === 0 || kept.join('/') === '-' ? ['stdin'] : kept;
  return shown.map((part) => encodeURIComponent(visible(part))).join('/');
}

const partsOf = (name: string, separator: Separator): string[] =>
  (separator === '\\' ? name.replaceAll('\\', '/') : name).split('/').filter((part) => part !== '' && part !== '.');

const isAbsolute = (name: string, separator: Separator): boolean =>
  name.startsWith('/') || (separator === '\\' && /^(\\|[A-Za-z]:[\\/])/.test(name));

/** What follows `root`; undefined where the name does not lie below it. Windows takes small and capital letters for the same. */
function partsBelow(root: readonly string[], name: readonly string[], separator: Separator): string[] | undefined {
  const [above, below] = [resolved(root), resolved(name)];
  const same = (a: string, b: string | undefined) => a === b || (separator === '\\' && b !== undefined && lowerCase(a) === lowerCase(b));
  return above.every((part, i) => same(part, below[i])) ? below.slice(above.length) : undefined;
}

/** Of an absolute name, without `..`. */
function resolved(parts: readonly string[]): string[] {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '..') kept.pop();
    else kept.push(part);
  }
  return kept;
}
