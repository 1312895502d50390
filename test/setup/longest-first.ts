import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest, in its short or its long form. By itself a first run begins with the largest files. */
const longest =
  /\/(start|demo|portfolio-launches|round-life|killed|confidential-\w+|faulty-database|restored-mail|disturbed-sweeps)\.test\.ts$/;

/** Begins each project with its longest files, so that neither of two runtimes is left with one at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const projects = Map.groupBy(await super.sort(files), ({ project }) => project);
    return [...projects.values()].flatMap((specs) => {
      const [long, others] = [true, false].map((wanted) =>
        specs.filter(({ moduleId }) => longest.test(moduleId) === wanted),
      );
      return [...long!, ...others!];
    });
  }
}
