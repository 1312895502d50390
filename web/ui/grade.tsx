/** A grade as a letter on its colour; `null` is said as a dash with its reason for screen readers. */
export function GradeBadge({
  letter,
  size = "small",
}: {
  letter: string | null;
  size?: "small" | "large";
}) {
  if (letter === null)
    return (
      <span class={`grade none ${size}`}>
        <span aria-hidden="true">–</span>
        <span class="visually-hidden">no grade</span>
      </span>
    );
  return <span class={`grade grade-${letter.toLowerCase()} ${size}`}>{letter}</span>;
}
