/** How a verdict looks on a page, and what is said beside it. */
export const VERDICT_STYLE = `
.verdict{display:inline-block;font-weight:700}h1 .verdict{margin:0;font-size:1em;line-height:inherit}
.pass{color:color-mix(in srgb,var(--arm-2) 75%,var(--ink))}.fail{color:color-mix(in srgb,var(--arm-0) 75%,var(--ink))}.inconclusive{color:var(--arm-7)}
.callout{border-left:3px solid var(--arm-4);background:var(--card);border-radius:0 6px 6px 0;padding:.55rem 1rem;margin:1.1rem 0 0;overflow-wrap:anywhere}
.callout p{margin:.2rem 0}.callout ul{margin:.2rem 0;padding-left:1.1rem}
.callout.pass,.callout.inconclusive{color:inherit}.callout.pass{border-color:var(--arm-2)}.callout.inconclusive{border-color:var(--arm-7)}
`.trim();
