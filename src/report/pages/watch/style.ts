/** What the page of a watch looks like beyond what every page does. */
import {VERDICT_STYLE} from '../verdict-style.ts';

export const WATCH_STYLE = `
${VERDICT_STYLE}
.soft{color:var(--soft)}
h1 .verdict{display:block}h1 .of{display:block;font-size:1.1rem;font-weight:500;letter-spacing:0;line-height:1.4;margin-top:.3rem}
.facet .soft,h3 .soft{font-weight:400}
.facts dd,.facts a{color:inherit}
.plain{list-style:none;margin:0;padding:0}
.steps li{margin:.9rem 0}
.typed{white-space:pre-wrap;overflow-wrap:anywhere;padding:.55rem .8rem;margin:.4rem 0 0}
.halves{display:grid;gap:1.5rem 1.4rem;grid-template-columns:minmax(0,1fr)}
@media (min-width:700px),print{.halves{grid-template-columns:repeat(2,minmax(0,1fr))}}
.halves .note{margin:.2rem 0 0}
.halves .note b{color:var(--ink);font-weight:600}
.facet .cue{display:block;margin:0;color:var(--arm-0)}
.swatch.line{background:var(--arm-1)}
.swatch.change{background:var(--arm-0);opacity:.3}
.swatch.normal{background:var(--arm-2);opacity:.35}
.swatch.calibrates{background:var(--soft);opacity:.3}
.two{display:grid;gap:0 2.4rem;grid-template-columns:repeat(auto-fit,minmax(min(18rem,100%),1fr))}
.two section h2{margin-top:3rem}
.words th{font-weight:500;overflow-wrap:anywhere;white-space:normal}
.places{padding-left:1.3rem}.places li{overflow-wrap:anywhere}
@media screen{.data tbody th{position:sticky;left:0;background:var(--page)}}
@media (min-width:641px),print{.gates td,.gates th{vertical-align:top}.gates td.when{white-space:nowrap}}
@media (max-width:640px){.gates td[data-head]{text-align:right}}
`.trim();
