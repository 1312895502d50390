import { contrast } from "#worker/domain/setting/rules.ts";
import { accentStyle } from "#web/ui/accent.ts";
import { expect, test } from "vitest";

const grounds = { light: "#e9eef2", dark: "#101418" };

test.each(["#1f4e79", "#ffcc00", "#ffffff", "#000000", "#7f7f7f", "#ff0000", "#00ff00", "#0000ff"])(
  "%s is made readable on both grounds, and text on it too",
  (colour) => {
    const style = accentStyle(colour, grounds);
    const accents = [...style.matchAll(/--accent:(#\w{6})/g)].map(([, accent]) => accent!);
    const inks = [...style.matchAll(/--on-accent:#(fff|000)/g)].map(([, ink]) => `#${ink}${ink}`);
    expect(contrast(accents[0]!, grounds.light)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(accents[1]!, grounds.dark)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(accents[0]!, inks[0]!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(accents[1]!, inks[1]!)).toBeGreaterThanOrEqual(4.5);
  },
);
