/**
 * A word that only whoever was told the address knows. It stands in the address's fragment, which no browser sends to anyone, and comes back
 * in a header that no other page can set: `Authorization: Bearer WORD`.
 */
import {createHash, randomBytes, timingSafeEqual} from 'node:crypto';
import type {MiddlewareHandler} from 'hono';

const BYTES = 24;

export const newToken = (): string => randomBytes(BYTES).toString('base64url');

/** The address that opens a page with its token. */
export const addressWith = (url: string, token: string): string => `${url}#token=${token}`;

/** Answers 401 to whoever does not know the token. */
export function wantsToken(token: string): MiddlewareHandler {
  const own = digest(`Bearer ${token}`);
  return async (context, next) => {
    const given = context.req.header('authorization') ?? '';
    if (timingSafeEqual(digest(given), own)) return next();
    return context.json({error: 'this needs the token of the address that the command has said'}, 401);
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
