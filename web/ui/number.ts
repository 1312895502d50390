const grouped = new Intl.NumberFormat("en-GB");

/** A count or an amount with its thousands apart: 50,000. */
export const spellNumber = (value: number): string => grouped.format(value);
