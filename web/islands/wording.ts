import { lintAsked, type Finding } from "#worker/domain/survey/lint-asked-rules.ts";
import { h, render } from "preact";
import { Findings } from "../pages/rounds/findings.tsx";

// Points out while a question is typed what saving would point out. Without this, saving does.

/** So long after the last key that nobody is interrupted in the middle of a word. */
const pause = 700;

for (const place of document.querySelectorAll<HTMLElement>("[data-lint]")) watch(place);

function watch(place: HTMLElement): void {
  const at = place.dataset["lint"]!;
  const question = place.closest("details")!;
  const field = (name: string) =>
    question.querySelector<HTMLInputElement>(`[name="${name}${at}"]`)!.value;
  const show = (finished: boolean) => {
    const asked = { type: field("type"), wording: field("wording"), answers: field("answers") };
    render(h(Findings, { findings: lint(asked, finished) }), place);
  };
  let timer = 0;
  question.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(show, pause, false);
  });
  question.addEventListener("change", () => {
    clearTimeout(timer);
    show(true);
  });
  show(true);
}

type Typed = { type: string; wording: string; answers: string };

/** A sentence that is still being written lacks its question mark: that is held against it only once it is `finished`. */
function lint({ type, wording, answers }: Typed, finished: boolean): Finding[] {
  if (wording.trim() === "") return [];
  const labels = answers.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  const open = type === "text";
  const asked = { key: "", wording: wording.trim(), hint: "", labels: open ? [] : labels };
  return lintAsked({ ...asked, closed: finished && !open });
}
