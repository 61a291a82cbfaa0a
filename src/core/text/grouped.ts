/** 1234567.25 as `1,234,567.25`, whatever languages the engine knows; `decimals`: so many digits after the point, as toFixed gives them. */
export function grouped(value: number, decimals?: number): string {
  const [whole, fraction] = (decimals === undefined ? String(value) : value.toFixed(decimals)).split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
