/** After how many seconds without use a session ends, and after how many it is prolonged by use. */
export const idleSeconds = 12 * 60 * 60;
export const renewalSeconds = 15 * 60;

/** How long a session lasts at most, in milliseconds, however busy it is. */
export const absoluteLifetime = 7 * 24 * 60 * 60 * 1000;

/** Whether a session was prolonged so lately that nothing is to be done about it; otherwise it has ended or is due. */
export const isFresh = (expiresAt: Date, now: Date): boolean =>
  expiresAt.getTime() - now.getTime() > (idleSeconds - renewalSeconds) * 1000;

/** How long an emailed sign-in link works. */
export const signInMinutes = 10;

/** Over how long requests for links are counted. */
export const limitMinutes = 15;

/** What one place on the net has to itself: an IPv4 address, or the first 64 bits of an IPv6 address. */
export function networkOf(ip: string): string {
  if (!ip.includes(":")) return ip;
  const [front = "", back] = ip.toLowerCase().split("::");
  const groups = front === "" ? [] : front.split(":");
  const after = back === undefined || back === "" ? [] : back.split(":");
  const missing = back === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  const all = [...groups, ...Array.from({ length: missing }, () => "0"), ...after];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}

const anywhere = "https://here.invalid";

/** Where to go after signing in: a path of ours, or the start page for anything that could lead elsewhere. */
export function safePath(to: string | undefined): string {
  if (!to?.startsWith("/") || to.length > 500 || !URL.canParse(to, anywhere)) return "/";
  const { origin, pathname, search } = new URL(to, anywhere);
  return origin === anywhere && !pathname.startsWith("//") ? pathname + search : "/";
}

// What calls itself several names is named by the first of these.
const browsers = [
  ["Edg", "Edge"],
  ["OPR", "Opera"],
  ["Firefox", "Firefox"],
  ["FxiOS", "Firefox"],
  ["CriOS", "Chrome"],
  ["Chrome", "Chrome"],
  ["Safari", "Safari"],
] as const;
const systems = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Windows", "Windows"],
  ["Mac OS", "Mac"],
  ["Linux", "Linux"],
] as const;

/** A browser in words, by how it introduces itself. */
export function browserOf(userAgent: string): string {
  const named = (names: readonly (readonly [string, string])[]) =>
    names.find(([mark]) => userAgent.includes(mark))?.[1];
  const [browser, system] = [named(browsers), named(systems)];
  return [browser ?? "A browser", system].filter(Boolean).join(" on ");
}
