/** What every answer of a local server says to a browser: no script but its own files, no frame around it, nothing kept, nothing guessed. */

/** Styles stand in drawings; scripts stand in files alone. */
export const PAGE_POLICY: readonly string[] = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types genloss',
];

export const SAFETY_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['Content-Security-Policy', [...PAGE_POLICY, "frame-ancestors 'none'"].join('; ')],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cache-Control', 'no-store'],
];
