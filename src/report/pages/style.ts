/**
 * The report's only style sheet: one calm column, system fonts, light and dark, phone and paper.
 */
import {DARK, LIGHT, schemeVariables} from '../charts/palette.ts';

/** Rows of wide tables as blocks: the name, then a line a cell, with the head of its column before it. */
const STACKED = `
.stack,.stack tbody,.stack tr,.stack th,.stack td{display:block}
.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack tr{border-bottom:1px solid var(--line);padding:.5rem 0}
.stack th,.stack td{border:0;padding:.1rem 0;overflow-wrap:anywhere}
.stack td[data-head]{text-align:right;overflow:hidden}
.stack td[data-head]::before{content:attr(data-head);float:left;max-width:52%;text-align:left;color:var(--soft)}
.stack tbody th{white-space:normal}
`.trim();

export function styleSheet(): string {
  return `
:root{color-scheme:light dark;${schemeVariables(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${schemeVariables(DARK)}}}
*{box-sizing:border-box}
html{background:var(--page);color:var(--ink);font:17px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:3.5rem 1.25rem 5rem;max-width:47.5rem}
h1{font-size:clamp(1.7rem,5.4vw,2.5rem);line-height:1.18;letter-spacing:-.018em;margin:.2rem 0 1rem;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:1.4rem;line-height:1.25;letter-spacing:-.01em;margin:3.6rem 0 .5rem;overflow-wrap:anywhere}
h3{font-size:1rem;margin:1.6rem 0 .3rem;overflow-wrap:anywhere}
h4{font-size:1rem;margin:0;overflow-wrap:anywhere}
p{margin:.6rem 0}
.kicker,.note,figcaption,caption,.legend,.unit{color:var(--soft);font-size:.875rem;line-height:1.5}
.kicker{letter-spacing:.06em;text-transform:uppercase;font-size:.76rem}
.lead{font-size:1.14rem;line-height:1.55}
.shows{border-left:3px solid var(--accent);padding:.1rem 0 .1rem 1rem;margin:1.3rem 0;overflow-wrap:anywhere}
.fact{border-left:3px solid var(--line);padding-left:.9rem}
.cue{color:var(--accent);font-size:.76rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase;margin-right:.35rem}
.verdict{margin:1.4rem 0 0;font-size:1.06rem;line-height:1.55}
.verdict dt{color:var(--soft);font-size:.875rem;margin-top:1rem}
.verdict dd{margin:.1rem 0 0;overflow-wrap:anywhere}
.warning{border:1.5px solid var(--ink);border-radius:8px;padding:.8rem 1.1rem;margin:1.3rem 0}
.contents h2{font-size:1rem;margin-top:3.2rem}
.contents ol{columns:2;column-gap:2rem;list-style:none;margin:.4rem 0 0;padding:0;font-size:.9rem;line-height:1.4}
.contents li{break-inside:avoid;padding:.14rem 0}
.contents a{color:inherit;text-decoration-color:var(--line);text-underline-offset:.2em}
.contents a:hover{text-decoration-color:currentColor}
.ladder{list-style:none;margin:1rem 0;padding:0}
.ladder li{display:grid;grid-template-columns:7rem 1fr;gap:0 1rem;padding:.7rem 0;border-top:1px solid var(--line)}
.ladder p{margin:0}
.ladder p,.said p{font-family:Charter,"Bitstream Charter","Iowan Old Style",Georgia,serif;overflow-wrap:anywhere}
mark{background:none;color:var(--accent);font-weight:700}
.unit{margin:0}
figure{margin:1.1rem 0 0}
figcaption{margin-top:.5rem}
figure>.chart+.facet,figure>.chart+.panels{margin-top:1.2rem}
.arms{margin:1.3rem 0 0;display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1rem;font-size:.94rem}
.arms dt{font-weight:600;overflow-wrap:anywhere}.arms dd{margin:0;color:var(--soft);overflow-wrap:anywhere}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.6rem 0;padding:0}
.legend li{display:flex;align-items:center;gap:.4rem;overflow-wrap:anywhere}
.sign{width:26px;height:12px;flex:none;margin-right:.45rem;vertical-align:baseline}
.legend .sign{margin:0}
.swatch{width:1.3rem;height:.3rem;border-radius:2px;display:inline-block}
.swatch.block{height:.8rem}
.swatch.people{border:1.5px solid var(--ink)}
.dash{width:1.6rem;border-top:2px dashed currentColor;display:inline-block}
.dash.dotted{border-top-style:dotted}
.ring{width:.6rem;height:.6rem;border:1.5px solid currentColor;border-radius:50%;display:inline-block}
svg{display:block}
.sign{display:inline-block}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.chart{width:100%;height:auto;overflow:visible;font:12.5px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--soft);font-variant-numeric:tabular-nums}
.chart text{white-space:pre}
.narrow{display:none}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(10rem,46%),1fr));gap:1.1rem 1.2rem}
@media (min-width:640px){.panels{grid-template-columns:repeat(3,1fr)}}
.panel{min-width:0}
.beside{display:grid;grid-template-columns:1fr 1fr;gap:.4rem 1.2rem;margin:0 0 1.4rem}
.beside>.told{grid-column:1/-1;min-width:0}
.told .note{margin:.1rem 0 0}
@media (min-width:640px){.beside{grid-template-columns:repeat(3,1fr)}.beside>.told{grid-column:auto}}
.facet{color:var(--ink);font-size:.875rem;font-weight:600;margin:0 0 .25rem;line-height:1.35;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:.8rem 0 0;border-radius:6px;-webkit-overflow-scrolling:touch;background:linear-gradient(90deg,var(--page) 40%,transparent) 0 0/3rem 100% no-repeat local,linear-gradient(270deg,var(--page) 40%,transparent) 100% 0/3rem 100% no-repeat local,linear-gradient(90deg,rgb(127 127 127/.4),transparent) 0 0/1rem 100% no-repeat scroll,linear-gradient(270deg,rgb(127 127 127/.4),transparent) 100% 0/1rem 100% no-repeat scroll}
@property --fade{syntax:"<length>";inherits:false;initial-value:0px}
@keyframes fade{from{--fade:2.6rem}to{--fade:0px}}
@supports (animation-timeline:scroll(self inline)){@media screen{.scroll{animation:fade linear both;animation-timeline:scroll(self inline);mask-image:linear-gradient(90deg,#000 calc(100% - var(--fade)),rgb(0 0 0/.12))}}}
.scroll:focus-visible,pre:focus-visible,summary:focus-visible,input:focus-visible+label{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;min-width:100%}
caption{text-align:left;caption-side:bottom;padding:.5rem 0 0}
th,td{padding:.42rem .7rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:baseline}
th code{font-size:.86em}
.cell{color:var(--soft);font-weight:500;padding-top:1.1rem}
th{font-weight:600}thead th{color:var(--soft);font-weight:500;vertical-align:bottom}
tr>:first-child{padding-left:0}tr>:last-child{padding-right:0}
tbody th{white-space:nowrap}
.n,.data td{text-align:right}.data .t{text-align:left}.one{white-space:nowrap}.summary th,.summary td{padding-left:.5rem;padding-right:.5rem}.summary tr>:first-child{padding-left:0}.summary tr>:last-child{padding-right:0}
.data th,.data td{padding:.16rem .6rem;white-space:nowrap}.data tbody th{font-weight:400}
.data caption{caption-side:top;padding:0 0 .5rem}
details{margin:.9rem 0 0}
summary{cursor:pointer;color:var(--accent);font-size:.9rem;width:fit-content;padding:.15rem 0}
pre{background:var(--card);padding:1rem;border-radius:8px;overflow-x:auto;font:.82rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;margin:.8rem 0 0}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.pick{border:0;margin:1.2rem 0 0;padding:0;min-width:0}
.pick legend{padding:0;font-size:.875rem;color:var(--soft)}
.pick input{position:absolute;opacity:0;width:1px;height:1px}
.pick label{display:inline-block;min-width:2.4rem;text-align:center;padding:.25rem .6rem;margin:.35rem .3rem 0 0;border:1px solid var(--line);border-radius:99px;font-size:.9rem;cursor:pointer;font-variant-numeric:tabular-nums}
.pick input:checked+label{background:var(--ink);color:var(--page);border-color:var(--ink)}
.cards{display:grid;gap:.9rem;margin-top:1.1rem}
.card{background:var(--card);border-radius:10px;padding:.9rem 1.1rem 1rem}
.card h4{display:flex;align-items:center}
.card .way{color:var(--soft);font-size:.875rem;margin:0 0 .5rem}
.said p{margin:0;max-height:19rem;overflow-y:auto}
.said{display:none}
.said .note{font-family:system-ui,sans-serif}
.worlds{min-width:calc(6.6rem + var(--columns)*76px);width:min(100%,calc(7rem + var(--columns)*112px));table-layout:fixed}
.worlds th,.worlds td{border:0;padding:.25rem}
.worlds thead th{text-align:center}.worlds tr>:first-child{width:6.6rem;overflow-wrap:anywhere}.worlds tbody th{white-space:normal;vertical-align:middle;padding-right:.6rem;position:sticky;left:0;background:var(--page)}
.density{width:100%;height:auto;background:var(--card);border-radius:4px;color:var(--accent);shape-rendering:crispEdges}
.images{width:100%;background:0 0/100% 100% no-repeat;print-color-adjust:exact}
@media screen and (prefers-color-scheme:dark){.images{filter:invert(1)}}
.cells{background:none}
.gone{fill:none;stroke:var(--soft);stroke-width:.07}
.points{stroke:var(--ink);stroke-linecap:round;stroke-opacity:.65;fill:none;shape-rendering:auto}
${[0.14, 0.28, 0.44, 0.62, 0.8, 1].map((opacity, i) => `.ink${i + 1}{fill-opacity:${opacity}}`).join('')}
.sources{padding-left:1.1rem;font-size:.94rem}.sources li{margin:.3rem 0;overflow-wrap:anywhere}
footer{margin-top:4rem;color:var(--soft);font-size:.85rem;border-top:1px solid var(--line);padding-top:1rem}
@media screen and (min-width:1280px){
.contents{position:fixed;top:0;bottom:0;left:calc(50% - 37.2rem);width:12.2rem;overflow-y:auto;padding:3.5rem 0 2rem}
.contents h2{margin:0;font-size:.875rem;color:var(--soft)}.contents ol{columns:1;font-size:.82rem}
}
@media (max-width:640px){
.ladder li{grid-template-columns:1fr}.contents ol{columns:1}
html{font-size:16px}body{padding:2rem 1rem 4rem}
.wide{display:none}.narrow{display:block}
.small{font-size:15.5px}
.arms{grid-template-columns:1fr;gap:0}.arms dd{margin:0 0 .6rem}
.worlds tbody th{font-size:.8rem}
${STACKED}
}
@media print{
@page{margin:14mm}
:root{${schemeVariables(LIGHT)};--page:#fff}
html{font-size:9.5pt;line-height:1.45}body{max-width:none;padding:0}
h1{font-size:1.9rem}h2{margin:1.7rem 0 .3rem}h2,h3,h4,.unit,.fact,h3+.note{break-after:avoid}
h2,h3,figure,.fact,.panel,.card,.ladder li,tr,.warning{break-inside:avoid}
.measures{columns:2;column-gap:9mm}.measures h2:first-child{margin-top:0}.measures section{margin-bottom:1.4rem}
.wide{display:block}.narrow{display:none}
.measures .wide{display:none}.measures .narrow{display:block}
.panels{grid-template-columns:repeat(4,1fr);gap:.6rem .8rem}.measures .panels,.beside{grid-template-columns:1fr 1fr}.beside>.told{grid-column:1/-1}
.contents h2{margin-top:1.2rem}.contents ol{columns:3;font-size:.85rem}
details:not([open]),.pick>input,.pick>label,.pick>legend{display:none}
.cards{grid-template-columns:1fr 1fr;margin-top:.4rem}.card{padding:.5rem .7rem}
.scroll{overflow:visible}.said p{max-height:none}summary{color:inherit}
.summary th,.summary td{padding:.25rem .5rem}
}
`.trim();
}
