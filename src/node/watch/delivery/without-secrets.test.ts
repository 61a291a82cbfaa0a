import {describe, expect, it} from 'vitest';
import {watchSchema} from '../../../guard/watch/definition.ts';
import {problemsOf} from '../../../lab/experiment/problems.ts';
import {failureOf, testFolder} from '../../folder.test-input.ts';
import {readYaml} from '../../yaml-file.ts';
import {withoutSecrets} from './without-secrets.ts';

const folder = testFolder();
const SECRET = 't0ken';
const definition = (alert: unknown) => ({
  title: 'news',
  reference: 'human.profile',
  data: {files: ['*.jsonl'], field: 'text'},
  period: {field: 'date', by: 'day'},
  calibration: 20,
  falseAlarms: {periods: 1000},
  alerts: [alert],
});

describe('a definition for messages', () => {
  it('keeps what tells what is wrong', () => {
    const alerts = [
      {webhook: 'https://hooks.example.org/services/t0ken?key=t0ken', headers: {Authorization: {env: 'TOKEN'}}},
      {alertmanager: 'http://ann:t0ken@alerts:9093/', expires: '36h'},
      {textfile: 'watch.prom'},
    ];
    expect(withoutSecrets({title: 'news', alerts})).toEqual({
      title: 'news',
      alerts: [
        {webhook: 'https://hooks.example.org', headers: {Authorization: {env: 'TOKEN'}}},
        {alertmanager: 'http://alerts:9093', expires: '36h'},
        {textfile: 'watch.prom'},
      ],
    });
    expect(withoutSecrets('none')).toBe('none');
    expect(withoutSecrets({title: 1})).toEqual({title: 1});
  });

  it.each<[string, unknown]>([
    ['a header in the clear', {webhook: 'http://a/', headers: {Authorization: `Bearer ${SECRET}`}}],
    ['a header of a number', {webhook: 'http://a/', headers: {Authorization: {env: `Bearer ${SECRET}`, key: SECRET}}}],
    ['keys of two kinds', {webhook: `http://a/${SECRET}`, alertmanager: `http://u:${SECRET}@a`}],
    ['a key that is none', {webhok: `http://a/${SECRET}`}],
    ['an address that is none', {webhook: `htp://${SECRET}`}],
    ['an address by itself', `http://a/${SECRET}`],
    ['a list', [`http://a/${SECRET}`, SECRET]],
    ['a span that is none', {alertmanager: 'http://a', expires: `${SECRET}${SECRET}${SECRET}`}],
  ])('lets no secret into what is said of %s', (_, alert) => {
    const written = definition(alert);
    const {error} = watchSchema.safeParse(written);
    const problems = problemsOf(error?.issues ?? [], withoutSecrets(written));
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain(SECRET);
  });
});

describe('a file that may hold secrets', () => {
  it.each([
    `alerts: [{webhook: "http://a/${SECRET}}]`,
    `alerts:\n  - webhook: http://a/${SECRET}\n   expires: ${SECRET}\n`,
    `alerts:\n  - {webhook: *${SECRET}}\n`,
    `? [${SECRET}]\n: - ${SECRET}\n  b: %${SECRET}`,
    `alerts: {webhook: @${SECRET}}`,
    `a: "\\q${SECRET}"`,
  ])('is refused without a word of it where it is not YAML: %j', async (text) => {
    const file = folder.put('watch.yaml', text);
    const shown = (await failureOf(() => readYaml(file, {what: 'the watch', next: '', quotes: () => false}))).message;
    expect(shown).toContain('not valid YAML');
    expect(shown).not.toContain(SECRET);
    expect((await failureOf(() => readYaml(file, {what: 'the watch', next: ''}))).message).toContain(SECRET);
  });
});
