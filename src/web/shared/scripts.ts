/** The one place where a page says that an address or a markup may be trusted: files of the site itself, and what `html` has escaped. */
import type {Html} from '../../report/html.ts';

interface Policy {
  createHTML(markup: string): string;
  createScriptURL(url: string): string;
}

interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

const identity: Policy = {createHTML: (markup) => markup, createScriptURL: (url) => url};
const policy = (globalThis as unknown as {trustedTypes?: Factory}).trustedTypes?.createPolicy('genloss', identity) ?? identity;

/** The address of a script that is part of the site, or was made of it. */
export const trusted = (url: string): string => policy.createScriptURL(url);

export function setMarkup(element: Element, {markup}: Html): void {
  element.innerHTML = policy.createHTML(markup);
}

/** Runs a script of the site in the page. */
export function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = trusted(url);
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${url} could not be loaded`));
    document.head.append(script);
  });
}
