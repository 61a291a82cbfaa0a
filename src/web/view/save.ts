/** Hands a text to the browser to be saved. */

/** A browser has begun to save by then. */
const SAVING_MS = 10_000;

export function saveText(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVING_MS);
}
