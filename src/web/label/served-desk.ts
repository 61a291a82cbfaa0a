/** The desk behind `genloss label`: one request each, never sent again. */
import type {Desk, SentJudgement} from '../../run/desk.ts';
import {type Answered, type DeskSource, NotKept} from './source.ts';

/** Longer than a judgement can wait for others to be written. */
const PATIENCE_MS = 20_000;

export class ServedDesk implements DeskSource {
  private readonly token: string | undefined;

  constructor(token: string | undefined) {
    this.token = token;
  }

  look(): Promise<Answered> {
    return this.request('api/desk', {method: 'GET'});
  }

  answer(sent: SentJudgement): Promise<Answered> {
    return this.post('api/judgements', sent);
  }

  undo(): Promise<Answered> {
    return this.post('api/undo', {});
  }

  private post(path: string, body: object): Promise<Answered> {
    return this.request(path, {method: 'POST', body: JSON.stringify(body), headers: {'Content-Type': 'application/json'}});
  }

  private async request(path: string, init: RequestInit): Promise<Answered> {
    const {answer, said} = await this.heard(path, init);
    if (!(answer.ok || answer.status === 409) || typeof said.waiting !== 'number')
      throw new NotKept(`: ${said.error ?? `the server says ${answer.status}`}.`);
    return {desk: said as Desk, isTaken: answer.ok};
  }

  private async heard(path: string, init: RequestInit): Promise<{answer: Response; said: Partial<Desk & {error: string}>}> {
    try {
      const headers = {...init.headers, Authorization: `Bearer ${this.token ?? ''}`};
      const answer = await fetch(path, {...init, headers, cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS)});
      return {answer, said: await answer.json()};
    } catch {
      throw new NotKept(', or nobody has heard whether it was: genloss label does not answer. Is it still running?');
    }
  }
}
