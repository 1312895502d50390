import { paths } from "../../paths.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";

type Props = {
  /** The whole address of one's calendar; null when there is none. */
  address: string | null;
};

/** One's own dates in one's own calendar program. */
export function CalendarPage({ address }: Props) {
  return (
    <>
      <PageHeader
        title="Your calendar"
        lede="Deadlines and due dates in the calendar program you use."
        back={{ href: paths.home, label: "Home" }}
      />
      <section>
        <h2>{address ? "Your private address" : "You have no private address yet"}</h2>
        {address && (
          <>
            <p>
              <a href={address}>{address}</a>
            </p>
            <p>
              Copy it and choose “Add calendar from URL”, or “Subscribe”, in Outlook, Google
              Calendar or Apple Calendar. Most programs look for changes a few times a day.
            </p>
          </>
        )}
        <p>
          It shows when rounds of your accounts close, when their next survey is due, by when you
          should get in touch about a case, and what you promised to have done. Whoever has the
          address sees these with the names of your accounts, and nothing else: keep it to yourself.
        </p>
        <PostButton action={paths.calendar} kind={address ? "secondary" : "primary"}>
          {address ? "Make a new address" : "Make a private address"}
        </PostButton>
        {address && (
          <>
            {" "}
            <PostButton action={paths.calendarEnd} kind="danger">
              Turn it off
            </PostButton>
            <p>A new address stops the one above at once.</p>
          </>
        )}
      </section>
    </>
  );
}
