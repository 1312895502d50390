/** How many lines of a list the page shows; with thousands of accounts it would weigh a megabyte. */
export const mostLines = 50;

/** Says that a list goes on, where it does. */
export const Rest = ({ of }: { of: unknown[] }) =>
  of.length > mostLines ? (
    <p>
      The first {mostLines} of {of.length} are shown. A filter brings up the others.
    </p>
  ) : null;
