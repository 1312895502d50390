const grouped = new Intl.NumberFormat("en-GB");

/** A count or an amount with its thousands apart: 50,000. */
export const spellNumber = (value: number): string => grouped.format(value);

/** A count with its noun: `1 round`, `2 rounds`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
