import type { Finding } from "#worker/domain/survey/lint-asked-rules.ts";

/** What a careful editor would say, why, and what to write instead. */
export const Findings = ({ findings }: { findings: Finding[] }) =>
  findings.length === 0 ? null : (
    <div class="notice warn">
      <ul>
        {findings.map(({ rule, where, why, suggestion }) => (
          <li key={`${rule}${where}`}>
            <strong>{ruleWords[rule]}</strong> ({where}): {why}. Better: {suggestion}
          </li>
        ))}
      </ul>
    </div>
  );

const ruleWords: Record<Finding["rule"], string> = {
  leading: "Leading",
  double_barrelled: "Two questions in one",
  cliche: "Worn out",
  agree_disagree: "Asks for agreement",
  absolute: "Absolute",
  jargon: "Jargon",
  too_long: "Too long",
  unlabelled_scale: "Answer without words",
  over_budget: "Too much",
  key_reused: "Used before",
};
