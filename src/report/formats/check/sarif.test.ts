import {describe, expect, it} from 'vitest';
import type {CheckReport} from '../../../guard/check-report.ts';
import {failing, otherDomain, passing, reports} from './demo.test-input.ts';
import {formatSarif, relativeUri} from './sarif.ts';

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: {text: string};
  locations: {physicalLocation: {artifactLocation: {uri: string}; region: {startLine: number}}}[];
  partialFingerprints: {primaryLocationLineHash: string};
  properties: Record<string, unknown>;
}
interface Rule {
  id: string;
  shortDescription: {text: string};
  fullDescription: {text: string};
  help: {text: string; markdown: string};
}

const runOf = (report: CheckReport, options = {}) => {
  const log = JSON.parse(formatSarif(report, options));
  expect([log.version, log.runs.length]).toEqual(['2.1.0', 1]);
  expect(log.$schema).toMatch(/^https:.*sarif-schema-2\.1\.0\.json$/);
  return log.runs[0] as {
    tool: {driver: {name: string; version?: string; rules: Rule[]}};
    results: Result[];
    automationDetails: {id: string};
  };
};

describe('sarif', () => {
  it.each(reports)('of %s has what code scanning requires', (_, report) => {
    const {tool, results, automationDetails} = runOf(report, {version: '1.2.3'});
    expect(tool.driver).toMatchObject({name: 'genloss', version: '1.2.3'});
    expect(automationDetails.id).toMatch(/^genloss-check\/.+\/$/);
    expect(new Set(tool.driver.rules.map(({id}) => id)).size).toBe(tool.driver.rules.length);
    for (const rule of tool.driver.rules) {
      for (const text of [rule.shortDescription.text, rule.fullDescription.text, rule.help.text, rule.help.markdown])
        expect(text).not.toBe('');
      expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1024);
    }
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(['error', 'warning']).toContain(result.level);
      expect(result.message.text).not.toBe('');
      expect(result.locations).toHaveLength(1);
      const {artifactLocation, region} = result.locations[0].physicalLocation;
      expect(artifactLocation.uri).toMatch(/^[^/:\\\s]+(\/[^/\\\s]+)*$/);
      expect(region.startLine).toBe(1);
      expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:1$/);
    }
    expect(new Set(results.map((r) => r.partialFingerprints.primaryLocationLineHash)).size).toBe(results.length);
  });

  it('has an error a gate that fails, a warning a gate that is inconclusive, and nothing for those that pass', () => {
    expect(runOf(failing).results.map(({ruleId, level}) => [ruleId, level])).toEqual([
      ['tail.retention', 'error'],
      ['tail.retention', 'error'],
      ['head.inflation', 'warning'],
    ]);
    expect(runOf(passing).results).toEqual([]);
    expect(runOf(failing).results[0].message.text).toBe(
      'tail.retention is 0.612 [0.598, 0.626], wanted \u2265 0.86: fail. The whole interval lies below 0.86.',
    );
  });

  it('is silent exactly where the verdict is pass', () => {
    const empty: CheckReport = {...passing, verdict: 'inconclusive', checks: [], reason: 'no gate was given'};
    for (const report of [...reports.map(([, one]) => one), empty])
      expect(runOf(report).results.length === 0).toBe(report.verdict === 'pass');
    expect(runOf(empty).results[0]).toMatchObject({ruleId: 'verdict', level: 'warning'});
    expect(runOf(otherDomain).results[0]).toMatchObject({ruleId: 'domain', level: 'warning'});
  });

  it('takes rules from the catalog, and knows a measure that is not in it', () => {
    const {rules} = runOf({...failing, checks: [failing.checks[0], {...failing.checks[0], name: 'own', measure: 'share.own'}]}).tool.driver;
    expect(rules[0]).toMatchObject({id: 'tail.retention', shortDescription: {text: 'Rare types still produced'}});
    expect(rules[1]).toMatchObject({id: 'share.own', shortDescription: {text: 'Gate on share.own'}});
  });

  it('keeps fingerprints while values move, and tells gates apart', () => {
    const prints = (report: CheckReport) => runOf(report).results.map((r) => r.partialFingerprints.primaryLocationLineHash);
    const moved = {...failing, checks: failing.checks.map((check) => ({...check, value: 0.5, low: 0.4, high: 0.6, reason: 'other'}))};
    expect(prints(moved)).toEqual(prints(failing));
  });

  it('locates the candidate by a relative URI', () => {
    const cases: [string, string | undefined, string][] = [
      ['data/a b.jsonl', undefined, 'data/a%20b.jsonl'],
      ['./data//x.jsonl', undefined, 'data/x.jsonl'],
      ['/repo/data/x.jsonl', '/repo', 'data/x.jsonl'],
      ['/elsewhere/x.jsonl', '/repo', 'x.jsonl'],
      ['/elsewhere/x.jsonl', undefined, 'x.jsonl'],
      ['../x.jsonl', '/repo', 'x.jsonl'],
      ['a\\b.jsonl', undefined, 'a%5Cb.jsonl'],
      ['-', undefined, 'stdin'],
      ['..', undefined, 'stdin'],
      ['', undefined, 'stdin'],
      ['a:b?c#d.jsonl', undefined, 'a%3Ab%3Fc%23d.jsonl'],
    ];
    for (const [name, root, wanted] of cases) expect(relativeUri(name, root), name).toBe(wanted);
    expect(relativeUri('C:\\data\\x.jsonl', undefined, '\\')).toBe('x.jsonl');
    expect(relativeUri('data\\x.jsonl', undefined, '\\')).toBe('data/x.jsonl');
    expect(relativeUri('c:\\Repo\\data\\x.jsonl', 'C:\\repo', '\\')).toBe('data/x.jsonl');
    expect(relativeUri('/repo/../repo/./a/x.jsonl', '/repo/')).toBe('a/x.jsonl');
    expect(relativeUri('/repository/x.jsonl', '/repo')).toBe('x.jsonl');
    for (const name of ['data/a.jsonl, data/b.jsonl', 'data/a.jsonl and 3 more']) {
      const {results} = runOf({...failing, candidate: {...failing.candidate, name}});
      expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('data/a.jsonl');
    }
  });
});
