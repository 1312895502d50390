import { contrast } from "#worker/domain/setting/rules.ts";

const readable = 4.5;

const mixed = (colour: string, towards: number, share: number) =>
  [1, 3, 5]
    .map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16);
      return Math.round(value + (towards - value) * share)
        .toString(16)
        .padStart(2, "0");
    })
    .join("");

/** The colour itself, or as much darker or lighter as it takes to be read on this ground. */
function onGround(colour: string, ground: string, towards: number): string {
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = `#${mixed(colour, towards, share)}`;
    if (contrast(candidate, ground) >= readable) return candidate;
  }
  return `#${mixed(colour, towards, 1)}`;
}

const variables = (accent: string) => {
  const ink = contrast(accent, "#ffffff") >= contrast(accent, "#000000") ? "#fff" : "#000";
  return `:root{--accent:${accent};--on-accent:${ink}}`;
};

/**
 * A supplier's colour `#rrggbb` as custom properties for both colour schemes: `--accent` can be read as text on
 * the page's ground, `--on-accent` as text on the accent.
 */
export const accentStyle = (colour: string, grounds: { light: string; dark: string }): string =>
  `${variables(onGround(colour, grounds.light, 0))}@media(prefers-color-scheme:dark){${variables(onGround(colour, grounds.dark, 255))}}`;
