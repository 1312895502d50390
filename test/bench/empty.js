// What any Worker needs to answer at all.
export default { fetch: () => new Response("", { status: 404 }) };
