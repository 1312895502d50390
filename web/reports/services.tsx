import type { Question } from "#worker/domain/questions/index.ts";
import { servicesIn, type Service } from "#worker/domain/reports/module-rules.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { TableRegion } from "../ui/table-region.tsx";
import { TableHead } from "../ui/table-head.tsx";

type Props = { report: Report; asked: Question[] };

/** Who knows what we do: services of ours, the least known first. Says nothing where none was asked about. */
export function Services({ report, asked }: Props) {
  const services = servicesIn(report, asked);
  if (services.length === 0) return null;
  return (
    <section>
      <h2>{servicesTitle(services)}</h2>
      <TableRegion label="Services">
        <table class="stacks">
          <caption>
            People of all levels. A quarter or more who didn’t know is worth an action.
          </caption>
          <TableHead
            columns={[
              "Service",
              { num: "Didn’t know" },
              { num: "Know it" },
              { num: "Use it" },
              { num: "Want to hear more" },
              { num: "Answered" },
            ]}
          />
          <tbody>
            {services.map(({ key, name, unaware, unknown, counts, answered, asked }) => (
              <tr key={key}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td class="num" data-label="didn’t know">
                  {unknown ? <strong>{unaware}</strong> : unaware}
                </td>
                <td class="num" data-label="know it">
                  {counts.know}
                </td>
                <td class="num" data-label="use it">
                  {counts.use}
                </td>
                <td class="num" data-label="want to hear more">
                  {counts.more}
                </td>
                <td class="num" data-label="answered">
                  {answered} <span class="n">of {asked}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </section>
  );
}

function servicesTitle(services: Service[]): string {
  const [least] = services;
  if (!least || !least.unknown) return "Most know the services we asked about";
  return `${least.unaware} of ${least.answered} didn’t know that we do “${least.name}”`;
}
