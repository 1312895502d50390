/** What needs this person today. */
export function HomePage({ viewer }: { viewer: string }) {
  return <h1>{viewer}</h1>;
}
