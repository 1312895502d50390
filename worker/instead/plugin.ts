import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync, type Plugin } from "vite";
import { absent, refused, replaced, trimmed } from "./parts.ts";

const here = import.meta.dirname;
const refusal = `import { refuse } from ${JSON.stringify(join(here, "refuse.ts"))};`;

/** Puts what `parts.ts` says in the place of libraries' parts. A part that is not met any more fails the build. */
export function insteadOfParts(): Plugin {
  const parts = new Set([...refused, ...absent, ...Object.keys({ ...replaced, ...trimmed })]);
  const met = new Set<string>();
  return {
    name: "instead-of-parts",
    enforce: "pre",
    transform(code, id) {
      const part = id.split("/node_modules/").at(-1)!;
      if (!parts.has(part)) return null;
      met.add(part);
      return { code: insteadOf(part, code), map: null };
    },
    buildEnd(error) {
      const gone = [...parts].filter((part) => !met.has(part));
      if (!error && gone.length > 0)
        this.error(
          `Nothing here imports ${gone.join(", ")} any more: see worker/instead/parts.ts.`,
        );
    },
  };
}

function insteadOf(part: string, code: string): string {
  const trim = trimmed[part];
  if (trim) return trim(code);
  const names = namesOf(code);
  if (absent.includes(part))
    return `${refusal} ${names.map((name) => `export const ${name} = () => refuse;`).join(" ")}`;
  const file = replaced[part] && join(here, replaced[part]);
  const ours = file ? namesOf(readFileSync(file, "utf8")) : [];
  const others = names.filter((name) => !ours.includes(name));
  const rest = `${refusal} export { ${others.map((name) => `refuse as ${name}`).join()} };`;
  return file ? `export * from ${JSON.stringify(file)}; ${rest}` : rest;
}

/** What a module exports by name. `export *` is not looked into: such a module cannot be named in `parts.ts`. */
const namesOf = (code: string): string[] =>
  parseSync("part.ts", code).program.body.flatMap((statement) => {
    if (statement.type === "ExportDefaultDeclaration") return ["default"];
    if (statement.type !== "ExportNamedDeclaration") return [];
    const { declaration, specifiers } = statement;
    const own =
      declaration && "declarations" in declaration ? declaration.declarations : [declaration];
    return [...own, ...specifiers.map(({ exported }) => ({ id: exported }))].flatMap((one) =>
      one && "id" in one && one.id && "name" in one.id ? [one.id.name] : [],
    );
  });
