import { nameOf, routes, type Route } from "./route-table.ts";

/** A field of a form that somebody may write freely, and the route that takes it. */
export type Field = { route: string; name: string };

const patterns = routes.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll(/:\w+(\{[^}]+\}\})?/g, "[^/]+")}$`),
}));
/** Fixed paths before those with a name in them, as the router has it. */
const routeOf = (method: string, path: string): Route | undefined =>
  patterns
    .filter(({ route, pattern }) => route.method === method && pattern.test(path))
    .toSorted((a, b) => a.route.path.split(":").length - b.route.path.split(":").length)[0]?.route;

const free = ["text", "search", "email", "url", "tel"];

/** The free fields of a page's forms. A form that leads to no route is named as one that does. */
export async function textFieldsIn(page: Response, path: string): Promise<Field[]> {
  const found: Field[] = [];
  let form = { method: "GET", path };
  const keep = (name: string | null, of = form) => {
    if (!name) return;
    const route = routeOf(of.method, of.path);
    found.push({ route: route ? nameOf(route) : `${of.method} ${of.path}`, name });
  };
  const rewriter = new HTMLRewriter()
    .on("form", {
      element(element) {
        const action = new URL(element.getAttribute("action") ?? path, "https://here.invalid");
        const method = element.getAttribute("method") ?? "get";
        form = { method: method.toUpperCase(), path: action.pathname };
      },
    })
    .on("input", {
      element(element) {
        if (free.includes(element.getAttribute("type") ?? "text"))
          keep(element.getAttribute("name"));
      },
    })
    .on("textarea", { element: (element) => keep(element.getAttribute("name")) });
  await rewriter.transform(page).arrayBuffer();
  return found;
}
