const channel = (colour: string, at: number) => {
  const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};

/** Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2). */
const luminance = (colour: string) =>
  0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) + 0.0722 * channel(colour, 5);

/** Contrast ratio of two colours `#rrggbb`, 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

/** The ink, near black or white, that reads better on this colour `#rrggbb`. */
export const inkOn = (colour: string): string =>
  contrast(colour, "#ffffff") >= contrast(colour, "#111111") ? "#ffffff" : "#111111";

/** UTC and the IANA time zones by the names the runtime prefers. */
export const timeZones = (): string[] => [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"),
];

/**
 * Whether this names a time zone: newer and older names count too ("Asia/Kolkata", "Asia/Calcutta"). The list is asked
 * first, because the first formatter of a process takes ten times as long, and not every page has a date.
 */
export const isTimeZone = (zone: string): boolean =>
  timeZones().includes(zone) || isFormatted(zone);

function isFormatted(zone: string): boolean {
  try {
    return /^[A-Za-z]/.test(zone) && Intl.DateTimeFormat("en", { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}

const mostBytes = 1536;

const signatures: [type: string, matches: (text: string) => boolean][] = [
  ["image/png", (text) => text.startsWith("\x89PNG\r\n\x1a\n")],
  ["image/jpeg", (text) => text.startsWith("\xff\xd8\xff")],
  ["image/gif", (text) => /^GIF8[79]a/.test(text)],
  ["image/webp", (text) => text.startsWith("RIFF") && text.slice(8, 12) === "WEBP"],
];

/**
 * An uploaded logo as a `data:` URI. It is told by its first bytes, never by its name: a raster image of at most
 * 1.5 kB, because every page a client opens carries it.
 */
export function readLogo(
  bytes: Uint8Array,
): { ok: true; logo: string } | { ok: false; message: string } {
  const text = String.fromCharCode(...bytes.subarray(0, mostBytes));
  const type = signatures.find(([, matches]) => matches(text))?.[0];
  if (!type) return { ok: false, message: "The logo is not a PNG, JPEG, GIF or WebP image." };
  if (bytes.length > mostBytes)
    return {
      ok: false,
      message: `The logo has ${bytes.length} bytes; at most ${mostBytes} are possible. Make it smaller, or leave it out: then your name stands in its place.`,
    };
  return { ok: true, logo: `data:${type};base64,${btoa(text)}` };
}
