type Props = { title: string; sent: Iterable<[name: string, values: string[]]> };

/** What was sent, kept in the page itself: nobody knows whether it arrived, and sending it again does no harm. */
export function AgainPage({ title, sent }: Props) {
  return (
    <form method="post">
      <h1>{title}</h1>
      <p>
        Something on our side took too long, so we cannot say whether what you sent has arrived. It
        is kept on this page: please send it once more. Should it have arrived after all, it counts
        only once.
      </p>
      {[...sent].flatMap(([name, values]) =>
        values.map((value) => <input key={name + value} type="hidden" name={name} value={value} />),
      )}
      <div class="sending">
        <button type="submit">Send again</button>
      </div>
    </form>
  );
}
