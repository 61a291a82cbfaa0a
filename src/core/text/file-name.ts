/** The name of a file without its place, whatever system wrote the path; a path that has none is its own name. */
export const fileName = (path: string): string => /[^/\\]+(?=[/\\]*$)/.exec(path)?.[0] ?? path;
