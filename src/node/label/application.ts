/** What the server of `genloss label` answers: the page, and to whoever knows its token the desk of one person. */
import {type Context, Hono} from 'hono';
import * as z from 'zod';
import {GenlossError} from '../../core/error.ts';
import {type Desk, SAYINGS} from '../../run/desk.ts';
import {NotShown} from '../../run/shown-desk.ts';
import {servePage} from '../serve/page-files.ts';
import {wantsToken} from '../serve/token.ts';
import type {LabelDesk} from './desk.ts';

const sentSchema = z.strictObject({
  ask: z.string(),
  says: z.enum(SAYINGS),
  again: z.boolean(),
  seconds: z.number().min(0).max(86_400),
});

export const LABEL_HEAD = {title: 'Which is better? – genloss', about: 'Pairs of texts to judge.'};

export async function labelApplication(desk: LabelDesk, {token}: {readonly token: string}): Promise<Hono> {
  const application = new Hono();
  application.use('/api/*', wantsToken(token));
  application.get('/api/desk', (context) => answered(context, desk, async () => desk.look()));
  application.post('/api/judgements', async (context) => {
    const sent = sentSchema.safeParse(await context.req.json().catch(() => undefined));
    if (!sent.success) return context.json({error: 'this is no judgement'}, 400);
    return answered(context, desk, () => desk.answer(sent.data));
  });
  application.post('/api/undo', (context) => answered(context, desk, () => desk.undo()));
  await servePage(application, 'label', LABEL_HEAD);
  return application;
}

/** The desk; 409 with the desk as it is where the answer was to another pair, 500 with words where nothing was written. */
async function answered(context: Context, desk: LabelDesk, act: () => Promise<Desk>): Promise<Response> {
  try {
    try {
      return context.json(await act());
    } catch (error) {
      if (!(error instanceof NotShown)) throw error;
      return context.json(desk.look(), 409);
    }
  } catch (error) {
    if (!(error instanceof GenlossError)) throw error;
    return context.json(desk.said(error), 500);
  }
}
