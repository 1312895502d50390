/** How long an emailed sign-in link works. */
export const signInMinutes = 10;

/** More links than this in ten minutes are not mailed to one address. */
export const mostLinks = 5;

const anywhere = "https://here.invalid";

/** Where to go after signing in: a path of ours, or the start page for anything that could lead elsewhere. */
export function safePath(to: string | undefined): string {
  if (!to?.startsWith("/") || to.length > 500 || !URL.canParse(to, anywhere)) return "/";
  const { origin, pathname, search } = new URL(to, anywhere);
  return origin === anywhere && !pathname.startsWith("//") ? pathname + search : "/";
}
