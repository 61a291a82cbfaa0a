import {DOMParser} from 'linkedom';
import {describe, expect, it} from 'vitest';
import type {CheckReport} from '../../../guard/check-report.ts';
import {failing, otherDomain, passing, reports, undefinedValues} from './demo.test-input.ts';
import {formatJunit, xml} from './junit.ts';

interface Node {
  readonly tagName: string;
  readonly textContent: string | null;
  readonly children: Iterable<Node>;
  readonly attributes: Iterable<{name: string; value: string}>;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<Node>;
}

const parse = (text: string) => new DOMParser().parseFromString(text, 'text/xml') as unknown as Node;
const casesOf = (report: CheckReport) => [...parse(formatJunit(report)).querySelectorAll('testcase')];
const resultsOf = (report: CheckReport) =>
  casesOf(report).map((one) => [one.getAttribute('name'), [...one.children][0]?.tagName ?? 'none']);

/** What junit-10.xsd of Jenkins' xUnit plugin allows: attributes and children of each element, the required attributes first. */
const SCHEMA: Record<string, {required: string[]; allowed: string[]; children: string[]}> = {
  testsuites: {required: [], allowed: ['name', 'time', 'tests', 'failures', 'errors'], children: ['testsuite']},
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors'],
    allowed: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: {required: [], allowed: [], children: ['property']},
  property: {required: ['name', 'value'], allowed: [], children: []},
  testcase: {
    required: ['name'],
    allowed: ['time', 'classname', 'group'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: {required: [], allowed: ['type', 'message'], children: []},
  error: {required: [], allowed: ['type', 'message'], children: []},
  'system-out': {required: [], allowed: [], children: []},
};

function problemsOf(node: Node): string[] {
  const rule = SCHEMA[node.tagName];
  if (rule === undefined) return [`no element ${node.tagName}`];
  const names = [...node.attributes].map(({name}) => name);
  return [
    ...rule.required.filter((name) => !names.includes(name)).map((name) => `${node.tagName} without ${name}`),
    ...names.filter((name) => !rule.required.includes(name) && !rule.allowed.includes(name)).map((name) => `${node.tagName} with ${name}`),
    ...[...node.children].flatMap((child) =>
      rule.children.includes(child.tagName) ? problemsOf(child) : [`${child.tagName} in ${node.tagName}`],
    ),
  ];
}

describe('junit', () => {
  it.each(reports)('of %s has the structure of the schema and counts that are true', (_, report) => {
    const [root] = [...parse(formatJunit(report)).children];
    expect(root.tagName).toBe('testsuites');
    expect(problemsOf(root)).toEqual([]);
    const [suite] = [...root.querySelectorAll('testsuite')];
    const count = (name: string) => String([...root.querySelectorAll(name)].length);
    for (const one of [root, suite])
      expect(['tests', 'failures', 'errors'].map((name) => one.getAttribute(name))).toEqual(['testcase', 'failure', 'error'].map(count));
    expect([suite.getAttribute('skipped'), suite.getAttribute('time')]).toEqual(['0', '0']);
  });

  it('has a testcase a gate and one for the domain: fail is a failure, inconclusive an error, pass neither', () => {
    expect(resultsOf(failing)).toEqual([
      ['domain', 'system-out'],
      ['tail.retention', 'failure'],
      ['tail.retention[1]', 'failure'],
      ['head.inflation', 'error'],
      ['js', 'system-out'],
      ['duplicates.exact', 'system-out'],
      ['repetition', 'system-out'],
      ['words[50%]', 'system-out'],
    ]);
    expect(resultsOf(otherDomain)[0]).toEqual(['domain', 'error']);
  });

  it('is green exactly where the verdict is pass', () => {
    const empty: CheckReport = {...passing, verdict: 'inconclusive', checks: [], reason: 'no gate was given'};
    const unclear: CheckReport = {...passing, domain: {...undefinedValues.domain}};
    for (const report of [...reports.map(([, one]) => one), empty, unclear]) {
      const red = resultsOf(report).some(([, result]) => result === 'failure' || result === 'error');
      expect(red, report.reason).toBe(report.verdict !== 'pass');
    }
    expect(resultsOf(empty).at(-1)).toEqual(['verdict', 'error']);
  });

  it('gives no two testcases one name, since GitLab keeps only the first', () => {
    const twice = {...failing, checks: [failing.checks[0], failing.checks[0], {...failing.checks[0], name: 'domain'}]};
    expect(resultsOf(twice).map(([name]) => name)).toEqual(['domain', 'tail.retention', 'tail.retention (2)', 'domain (2)']);
  });

  it('writes what XML can hold', () => {
    expect(xml('a & b < c > d "e" \u0000\u001b\ufffe\ud800 ]]>\nf')).toBe(
      'a &amp; b &lt; c &gt; d &quot;e&quot; \ufffd\ufffd\ufffd\ufffd ]]&gt;\nf',
    );
    expect(xml('emoji \u{1f600} \u00e9')).toBe('emoji \u{1f600} \u00e9');
  });
});
