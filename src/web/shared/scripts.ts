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

const loaded = new Map<string, Promise<void>>();

/** Runs a script of the site in the page, once. */
export function loadScript(url: string): Promise<void> {
  const found = loaded.get(url);
  if (found) return found;
  const loading = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = trusted(url);
    script.onload = () => resolve();
    script.onerror = () => {
      loaded.delete(url);
      reject(new Error(`${url} could not be loaded`));
    };
    document.head.append(script);
  });
  loaded.set(url, loading);
  return loading;
}
