/**
 * The report as JUnit XML: one testcase a gate, and one for the domain test.
 *
 * A gate that fails is a `<failure>`. One that is inconclusive is an `<error>`, not `<skipped>`: Jenkins, GitLab and the common GitHub
 * reporters count a skipped test as harmless and show the suite green, and a gate that could not be judged has not passed. For the same
 * reason a verdict that no testcase shows (no gates at all) gets a testcase of its own.
 *
 * source  junit-10.xsd of Jenkins' xUnit plugin, which the Surefire and the pytest dialects satisfy too. Times are 0: no clock is read here.
 */
import {visible} from '../../../core/text/plain.ts';
import type {Check, CheckReport, Verdict} from '../../../guard/check-report.ts';
import {checkSentence, DOMAIN_VERDICTS, domainSentence, sentence, sideText, tally} from './values.ts';

interface Case {
  readonly name: string;
  readonly verdict: Verdict;
  readonly text: string;
}

const CLASS = 'genloss.check';

export function formatJunit(report: CheckReport): string {
  const cases = namedOnce(casesOf(report));
  const count = (verdict: Verdict) => cases.filter((one) => one.verdict === verdict).length;
  const counts = `tests="${cases.length}" failures="${count('fail')}" errors="${count('inconclusive')}"`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="genloss check" ${counts} time="0">`,
    `  <testsuite name="${CLASS}" ${counts} skipped="0" time="0">`,
    '    <properties>',
    ...properties(report).map(([name, value]) => `      <property name="${xml(name)}" value="${xml(value)}"/>`),
    '    </properties>',
    ...cases.map(testcase),
    `    <system-out>${xml(output(report))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function casesOf(report: CheckReport): Case[] {
  const {domain} = report;
  const open = DOMAIN_VERDICTS[domain.verdict];
  // An unclear domain under a report that passes is told, not counted: the suite must not contradict the exit code.
  const domainVerdict = domain.verdict === 'unclear' && report.verdict === 'pass' ? 'pass' : open;
  const cases = [{name: 'domain', verdict: domainVerdict, text: domainSentence(report)}, ...report.checks.map(caseOf)];
  const shown = cases.some(({verdict}) => verdict !== 'pass');
  return shown || report.verdict === 'pass' ? cases : [...cases, {name: 'verdict', verdict: report.verdict, text: report.reason}];
}

const caseOf = (check: Check): Case => ({name: check.name, verdict: check.verdict, text: checkSentence(check)});

/** GitLab keeps only the first of the tests with one name. */
function namedOnce(cases: readonly Case[]): Case[] {
  const seen = new Map<string, number>();
  return cases.map((one) => {
    const times = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, times);
    return times === 1 ? one : {...one, name: `${one.name} (${times})`};
  });
}

function testcase({name, verdict, text}: Case): string {
  const head = `    <testcase classname="${CLASS}" name="${xml(name)}" time="0"`;
  if (verdict === 'pass') return `${head}>\n      <system-out>${xml(text)}</system-out>\n    </testcase>`;
  const kind = verdict === 'fail' ? 'failure' : 'error';
  return `${head}>\n      <${kind} type="${verdict}" message="${xml(text)}">${xml(text)}</${kind}>\n    </testcase>`;
}

function properties({verdict, reason, candidate, reference}: CheckReport): [string, string][] {
  return [
    ['verdict', verdict],
    ['reason', reason],
    ['candidate', candidate.name],
    ['reference', reference.name],
  ];
}

function output(report: CheckReport): string {
  return [
    `${report.verdict}: ${sentence(report.reason)} ${tally(report.checks)}`,
    `candidate ${report.candidate.name}: ${sideText(report.candidate)}`,
    `reference ${report.reference.name}: ${sideText(report.reference)}`,
    ...report.warnings.map((warning) => `warning: ${warning}`),
  ]
    .map(visible)
    .join('\n');
}

/** Safe as text and in an attribute. What XML 1.0 cannot hold becomes U+FFFD. */
export function xml(text: string): string {
  return text
    .split('\n')
    .map((line) => visible(line))
    .join('\n')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
