import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const root = normalize(`${import.meta.dirname}/..`);
const files = globSync("{worker,web,db,survey-templates}/**/*.{ts,tsx}", {
  cwd: root,
  exclude: (name) => name.includes("dist"),
}).filter((file) => !file.endsWith(".d.ts") && !file.startsWith("web/dist/"));
const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));

type Import = { from: string; to: string; typeOnly: boolean };

const aliases: Record<string, string> = {
  "#worker/": "worker/",
  "#db/": "db/",
  "#web/": "web/",
  "#templates/": "survey-templates/",
};

function resolve(from: string, specifier: string): string {
  const alias = Object.keys(aliases).find((prefix) => specifier.startsWith(prefix));
  if (alias) return specifier.replace(alias, aliases[alias]!);
  return specifier.startsWith(".") ? normalize(join(dirname(from), specifier)) : `npm:${specifier}`;
}

const statement =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']/g;
const dynamic = /import\(\s*["']([^"']+)["']\s*\)/g;

function importsOf(file: string): Import[] {
  const source = sources.get(file)!;
  const found = [...source.matchAll(statement)].map(([, type, specifier]) => ({
    from: file,
    to: resolve(file, specifier!),
    typeOnly: type !== undefined,
  }));
  const lazy = [...source.matchAll(dynamic)].map(([, specifier]) => ({
    from: file,
    to: resolve(file, specifier!),
    typeOnly: false,
  }));
  return [...found, ...lazy];
}

const imports = files.flatMap(importsOf);
const from = (prefix: string) => imports.filter((entry) => entry.from.startsWith(prefix));
const say = (entries: Import[]) => entries.map(({ from, to }) => `${from} → ${to}`);
const pureDomain = (file: string) =>
  /^worker\/domain\/.*\/?(schema|rules|text|base)\.ts$/.test(file) ||
  file.startsWith("worker/domain/questions/");

test("routes and middleware reach the database only through domain actions", () => {
  const offenders = [...from("worker/routes/"), ...from("worker/middleware/")].filter(({ to }) =>
    to.startsWith("db/"),
  );
  expect(say(offenders)).toEqual([]);
});

test("only actions, reports, jobs, mail and the context import queries", () => {
  const allowed =
    /^(worker\/domain\/.*\/actions[\w-]*\.ts|worker\/domain\/reports\/|worker\/jobs\/|worker\/mail\/|worker\/local\/|db\/)/;
  const offenders = imports.filter(
    ({ from, to, typeOnly }) => to.startsWith("db/queries/") && !typeOnly && !allowed.test(from),
  );
  expect(say(offenders)).toEqual([]);
});

test("schemas, rules and question types import zod and each other, nothing else at run time; rules also the templates", () => {
  const allowed = /^npm:(zod|date-fns|@date-fns\/tz|d3-[a-z]+)$/;
  const offenders = imports.filter(
    ({ from, to, typeOnly }) =>
      pureDomain(from) &&
      !typeOnly &&
      !allowed.test(to) &&
      !pureDomain(to) &&
      !(from.endsWith("rules.ts") && to === "survey-templates/index.ts"),
  );
  expect(say(offenders)).toEqual([]);
});

test("db imports drizzle, itself, and types of the domain", () => {
  const offenders = from("db/").filter(
    ({ from, to, typeOnly }) =>
      !from.startsWith("db/demo/") && !typeOnly && !/^(npm:drizzle-|db\/)/.test(to),
  );
  expect(say(offenders)).toEqual([]);
});

test("web imports preact, d3 and pure rules; everything else of the worker as types only", () => {
  const allowed =
    /^(npm:(preact|preact\/[\w-]+|preact-render-to-string|d3-scale|d3-shape)$|web\/|worker\/domain\/.*rules\.ts$|worker\/domain\/questions\/(grade|scale)\.ts$)/;
  const offenders = from("web/").filter(
    ({ from, to, typeOnly }) => from !== "web/vite.config.ts" && !typeOnly && !allowed.test(to),
  );
  expect(say(offenders)).toEqual([]);
});

test("templates import the survey schema and each other", () => {
  const offenders = from("survey-templates/").filter(
    ({ to, typeOnly }) =>
      !typeOnly && !/^(worker\/domain\/survey\/schema\.ts|survey-templates\/)/.test(to),
  );
  expect(say(offenders)).toEqual([]);
});

test("only the context reads the clock or randomness", () => {
  const exempt = /^(worker\/(context|id-token|sealing|tokens)\.ts|worker\/local\/|web\/islands\/)/;
  const offenders = files.filter(
    (file) =>
      !exempt.test(file) &&
      /Date\.now\(|new Date\(\)|Math\.random\(|\bcrypto\./.test(sources.get(file)!),
  );
  expect(offenders).toEqual([]);
});

test("across folders imports use the aliases, within a folder they are relative", () => {
  const top = (file: string) => file.split("/")[0];
  const offenders = files.flatMap((file) =>
    [...sources.get(file)!.matchAll(statement)]
      .map(([, , specifier]) => ({ specifier: specifier!, to: resolve(file, specifier!) }))
      .filter(
        ({ specifier, to }) =>
          !to.startsWith("npm:") && specifier.startsWith(".") !== (top(to) === top(file)),
      )
      .map(({ specifier }) => `${file}: ${specifier}`),
  );
  expect(offenders).toEqual([]);
});

test("types live with rows, inputs and props: no folder or file is a drawer for leftovers", () => {
  const drawer = /(^|\/)(types|utils?|helpers?|common|misc|lib)(\/|\.tsx?$)|manager\.tsx?$/i;
  expect(files.filter((file) => drawer.test(file) && !file.includes("account-manager"))).toEqual(
    [],
  );
});

test("only registries are barrels", () => {
  const registries = [
    "survey-templates/index.ts",
    "web/questions/index.ts",
    "web/reports/index.ts",
    "worker/domain/questions/index.ts",
    "worker/domain/reports/index.ts",
    "worker/index.ts",
    "worker/mail/index.ts",
    "worker/routes/api/index.ts",
  ];
  expect(files.filter((file) => /\/index\.tsx?$/.test(file) && !registries.includes(file))).toEqual(
    [],
  );
});

test("no file is longer than 250 lines", () => {
  const long = files.filter((file) => sources.get(file)!.trimEnd().split("\n").length > 250);
  expect(long).toEqual([]);
});

test("every lint exception and double cast carries its reason", () => {
  const offenders = files.filter((file) =>
    sources
      .get(file)!
      .split("\n")
      .some(
        (text) =>
          /oxlint-disable|@ts-expect-error|@ts-ignore|as unknown as|as any\b/.test(text) &&
          !/--\s+\S|\/\/ \S/.test(text),
      ),
  );
  expect(offenders).toEqual([]);
});

test("the templates' README speaks of every template and module", () => {
  const readme = readFileSync(join(root, "survey-templates/README.md"), "utf8");
  const slugs = files
    .filter((file) => file.startsWith("survey-templates/") && !file.endsWith("/index.ts"))
    .map((file) => file.replace("survey-templates/", "").replace(".ts", ""));
  expect(slugs.filter((slug) => !readme.includes(`\`${slug}\``))).toEqual([]);
});
