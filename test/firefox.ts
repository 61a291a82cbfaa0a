/**
 * Firefox as installed, spoken to by WebDriver BiDi over its own socket: pages are opened, asked and listened to. playwright-core speaks it too,
 * and opens no page with it: it asks for a media feature that this protocol's Firefox does not know.
 */
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const BEGIN_MS = 60_000;
const LOOK_MS = 50;

/** What of an event of the log is read. */
interface Logged {
  readonly level: string;
  readonly text: string | null;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly message?: string;
  readonly params?: unknown;
}

type Evaluated =
  | {readonly type: 'success'; readonly result: {readonly value?: unknown}}
  | {readonly type: 'exception'; readonly exceptionDetails: {readonly text: string}};

export class Firefox {
  /** Errors that the console has had, of any page. */
  readonly faults: string[] = [];
  private readonly socket: WebSocket;
  private readonly end: () => Promise<void>;
  private readonly waiting = new Map<number, {resolve: (result: unknown) => void; reject: (error: Error) => void}>();
  private last = 0;
  private context = '';

  private constructor(socket: WebSocket, end: () => Promise<void>) {
    this.socket = socket;
    this.end = end;
    socket.addEventListener('message', ({data}) => this.hear(JSON.parse(data as string) as Message));
    socket.addEventListener('close', () => {
      for (const {reject} of this.waiting.values()) reject(new Error('Firefox has gone'));
    });
  }

  static async launch(executable: string): Promise<Firefox> {
    const {address, end} = await started(executable);
    const socket = new WebSocket(`${address}/session`);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error(`${address} does not answer`)));
    });
    const firefox = new Firefox(socket, end);
    await firefox.send('session.new', {capabilities: {}});
    await firefox.send('session.subscribe', {events: ['log.entryAdded']});
    const {contexts} = (await firefox.send('browsingContext.getTree', {})) as {contexts: {context: string}[]};
    firefox.context = contexts[0].context;
    return firefox;
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.end();
  }

  async goto(url: string): Promise<void> {
    await this.send('browsingContext.navigate', {context: this.context, url, wait: 'complete'});
  }

  async resize(width: number, height: number): Promise<void> {
    await this.send('browsingContext.setViewport', {context: this.context, viewport: {width, height}});
  }

  /** What an expression comes to in the page; throws what it throws. */
  async evaluate<T>(expression: string): Promise<T> {
    const text = `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`;
    const answer = (await this.send('script.evaluate', {
      expression: text,
      target: {context: this.context},
      awaitPromise: true,
    })) as Evaluated;
    if (answer.type === 'exception') throw new Error(`${expression}: ${answer.exceptionDetails.text}`);
    return JSON.parse(answer.result.value as string) as T;
  }

  async until(expression: string, most = 30_000): Promise<void> {
    const begun = performance.now();
    while (!(await this.evaluate<boolean>(`Boolean(${expression})`))) {
      if (performance.now() - begun > most) throw new Error(`never came: ${expression}; the page has: ${await this.text()}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /** Presses keys one after another, as a keyboard does. */
  async press(...keys: readonly string[]): Promise<void> {
    const actions = keys.flatMap((value) => ['keyDown', 'keyUp'].map((type) => ({type, value})));
    await this.send('input.performActions', {context: this.context, actions: [{type: 'key', id: 'keyboard', actions}]});
  }

  private text(): Promise<string> {
    return this.evaluate<string>('document.body.innerText.slice(0, 400)');
  }

  private send(method: string, params: object): Promise<unknown> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, {resolve, reject: (error) => reject(new Error(`${method}: ${error.message}`))});
      this.socket.send(JSON.stringify({id, method, params}));
    });
  }

  private hear({id, method, result, message, params}: Message): void {
    if (method === 'log.entryAdded') {
      const {level, text} = params as Logged;
      if (level === 'error') this.faults.push(text ?? '');
    }
    const asked = id === undefined ? undefined : this.waiting.get(id);
    if (id === undefined || !asked) return;
    this.waiting.delete(id);
    if (message === undefined) asked.resolve(result);
    else asked.reject(new Error(message));
  }
}

/** With a profile of its own, which goes with it. */
async function started(executable: string): Promise<{address: string; end: () => Promise<void>}> {
  const home = mkdtempSync(join(tmpdir(), 'genloss-firefox-'));
  const child = spawn(executable, ['--headless', '--no-remote', '--profile', home, '--remote-debugging-port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {...process.env, HOME: home},
  });
  const exited = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const end = async (): Promise<void> => {
    child.kill();
    await exited;
    rmSync(home, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
  };
  let said = '';
  const listening = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Firefox says no address: ${said}`)), BEGIN_MS);
    child.on('error', reject);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /listening on (ws:\S+)/.exec(said)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
  return {address: await listening.catch((error) => end().then(() => Promise.reject(error))), end};
}
