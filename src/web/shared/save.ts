/** Files that the page hands over to whoever looks. */

/** A browser has begun to save by then. */
const SAVING_MS = 10_000;

export function save(name: string, content: string | Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVING_MS);
}
