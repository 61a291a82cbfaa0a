import {appendFileSync, cpSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {temporaryFolder} from '../../../test/command.ts';
import {askingRun, asksOf, goOn, judgementsOf, linesIn} from '../../../test/label-desk.ts';
import {DataError} from '../../core/error.ts';
import {labelApplication} from './application.ts';
import {writeLabelBundle} from './bundle.ts';
import {LabelDesk} from './desk.ts';

const folder = temporaryFolder();
const {run} = askingRun(folder, {comparisons: 6});

function deskAt(name: string, {now = () => '2026-03-01T09:00:00Z'}: {now?: (directory: string) => string} = {}) {
  const directory = join(folder, name);
  cpSync(run, directory, {recursive: true});
  const notices: string[] = [];
  const desk = new LabelDesk({
    ...{directory, annotator: 'ada', now: () => now(directory), onNotice: (text: string) => notices.push(text)},
    run: () => ({status: 'command', command: 'genloss run it'}),
  });
  return {desk, directory, notices};
}
const tie = (desk: LabelDesk) => ({ask: desk.look().pair!.ask, says: 'tie' as const, again: false, seconds: 1});

describe('a desk', () => {
  it('says what is broken, with the file and what to do, no place of the machine; and to whoever serves once', async () => {
    const {desk, directory, notices} = deskAt('broken');
    const application = await labelApplication(desk, {token: 't'});
    const ask = async (path: string, body?: object) => {
      const headers = {Authorization: 'Bearer t', 'Content-Type': 'application/json'};
      const answer = await application.request(path, {method: body ? 'POST' : 'GET', headers, ...(body && {body: JSON.stringify(body)})});
      return {status: answer.status, body: (await answer.json()) as Record<string, unknown>};
    };
    const sent = tie(desk);
    appendFileSync(judgementsOf(directory), '{"ask": "x", "choice": "first", "annotator": "ada", "agian": true}\n');
    for (const answer of [await ask('/api/desk'), await ask('/api/judgements', sent), await ask('/api/undo', {})]) {
      expect(answer).toMatchObject({status: 500, body: {where: 'judgements.jsonl:1', next: expect.stringContaining('Mend the line')}});
      expect(answer.body.error).toMatch(
        /^not a judgement: no field of a judgement: "agian".* \(judgements\.jsonl:1\)\. Wanted.*take it out$/,
      );
      expect(JSON.stringify(answer.body)).not.toContain(folder);
    }
    expect(notices).toEqual([expect.stringContaining(`(${judgementsOf(directory)}:1)`)]);
    expect(linesIn(judgementsOf(directory))).toHaveLength(1);
    // an answer to another pair where the desk cannot be shown
    writeFileSync(judgementsOf(directory), '');
    expect((await ask('/api/judgements', {...sent, ask: 'other'})).status).toBe(409);
  });

  it('says that an answer is written where what is there now cannot be read, and goes on behind it', async () => {
    const {desk, directory, notices} = deskAt('written', {
      now: (own) => {
        renameSync(join(own, 'experiment.yaml'), join(own, 'away.yaml'));
        return '2026-03-01T09:00:00Z';
      },
    });
    const before = desk.look();
    const after = await desk.answer(tie(desk));
    expect(linesIn(judgementsOf(directory))).toMatchObject([{ask: before.pair!.ask, choice: 'tie'}]);
    expect(after).toMatchObject({judged: 1, waiting: before.waiting - 1, canUndo: true, ofOthers: 0});
    expect(after.pair!.ask).not.toBe(before.pair!.ask);
    expect(after.notices).toEqual([expect.stringMatching(/^This answer is written\. .*holds no experiment\.yaml/)]);
    expect(notices).toHaveLength(1);
    await expect(desk.answer(tie({look: () => after} as LabelDesk))).rejects.toBeInstanceOf(DataError);
    expect(linesIn(judgementsOf(directory))).toHaveLength(1);
    renameSync(join(directory, 'away.yaml'), join(directory, 'experiment.yaml'));
    expect(desk.look()).toMatchObject({judged: 1, notices: []});
  });

  it('of a run that is gone is an error, and no run in which nothing waits', async () => {
    const {desk, directory} = deskAt('gone');
    const sent = tie(desk);
    rmSync(directory, {recursive: true});
    expect(() => desk.look()).toThrow('it holds no experiment.yaml');
    await expect(desk.answer(sent)).rejects.toBeInstanceOf(DataError);
  });

  it('sees that the run has come to its end by itself, which is said where pairs are handed out too', async () => {
    const {desk, directory} = deskAt('ended');
    const said = asksOf(directory).map(({ask}) => `${JSON.stringify({ask, choice: 'first', annotator: 'ada'})}\n`);
    writeFileSync(judgementsOf(directory), said.join(''));
    expect(desk.look()).toMatchObject({waiting: 0, run: {status: 'command'}});
    const out = join(folder, 'page');
    await expect(writeLabelBundle({directory, out})).rejects.toMatchObject({message: expect.stringMatching(/^no pair waits for anybody/)});
    expect(goOn(directory).code).toBe(0);
    expect(desk.look()).toMatchObject({waiting: 0, run: {status: 'done'}});
    await expect(writeLabelBundle({directory, out})).rejects.toMatchObject({
      message: expect.stringContaining('the run has come to its end'),
    });
    // more of it is wanted: it has not ended, whatever its summary says
    const experiment = join(directory, 'experiment.yaml');
    writeFileSync(experiment, readFileSync(experiment, 'utf8').replace(/^generations: 2$/m, 'generations: 3'));
    const again = new LabelDesk({
      directory,
      annotator: 'ada',
      now: () => '',
      onNotice: () => {},
      run: () => ({status: 'command', command: 'x'}),
    });
    expect(again.look().run.status).toBe('command');
  });
});
