/**
 * Digits choose by position (0 to 10: by number), letters a grade; Enter goes on to the next question. Only where
 * the answers have the focus: who speaks to a computer says letters all the time (WCAG 2.1.4).
 */
export function chooseByKey(event: KeyboardEvent, form: HTMLElement, questions: HTMLElement[]) {
  const target = event.target as HTMLElement;
  const here = target.matches(".o input") && target.closest<HTMLElement>(".q");
  if (event.altKey || event.ctrlKey || event.metaKey || !here) return;
  if (event.key === "Enter") {
    event.preventDefault();
    goTo(questions[questions.indexOf(here) + 1] ?? form.querySelector<HTMLElement>(".sending")!);
  }
  const choice = chosenBy(event.key, [...here.querySelectorAll<HTMLInputElement>(".o input")]);
  if (!choice) return;
  event.preventDefault();
  choice.click();
  goTo(here, choice);
}

function chosenBy(pressed: string, inputs: HTMLInputElement[]): HTMLInputElement | undefined {
  const ten = pressed === "0" && inputs.find(({ value, checked }) => checked && value === "1");
  const value = ten ? "10" : pressed.toUpperCase();
  const exact = inputs.find((input) => input.value === value);
  return exact ?? (/^[1-9]$/.test(pressed) ? inputs[Number(pressed) - 1] : undefined);
}

function goTo(question: HTMLElement, control?: HTMLElement) {
  const field = ":checked,.o input,textarea,button";
  const checked = question.querySelector<HTMLElement>(":checked");
  (control ?? checked ?? question.querySelector<HTMLElement>(field))?.focus({
    preventScroll: true,
  });
  question.scrollIntoView({ block: question.offsetHeight > innerHeight ? "start" : "nearest" });
}
