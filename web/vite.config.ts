import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

const root = import.meta.dirname;
const islands = readdirSync(`${root}/islands`).filter((file) => file.endsWith(".ts"));

/** Writes source name → public URL to `dist/assets.json`, outside the folder that is served. */
const assetMap: Plugin = {
  name: "asset-map",
  writeBundle(_options, bundle) {
    const urls: Record<string, string> = {};
    for (const file of Object.values(bundle)) {
      const name = file.type === "chunk" ? `${file.name}.js` : file.names[0];
      if (name !== undefined) urls[name] = `/${file.fileName}`;
    }
    const [file, map] = [`${root}/dist/assets.json`, JSON.stringify(urls, null, 2)];
    // Another start may be serving it.
    if (!existsSync(file) || readFileSync(file, "utf8") !== map) writeFileSync(file, map);
  },
};

/**
 * Two builds. `inline`: the respondent's style and script, as text that the Worker puts into the page.
 * Otherwise: staff style and islands, as hashed public files.
 */
export default defineConfig(({ mode }) => {
  const inline = mode === "inline";
  return {
    root,
    logLevel: "warn",
    publicDir: inline ? false : `${root}/public`,
    plugins: inline ? [] : [assetMap],
    build: {
      outDir: inline ? "dist/inline" : "dist/public",
      emptyOutDir: true,
      target: "es2022",
      cssMinify: "lightningcss",
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: inline
          ? [`${root}/styles/respondent.css`, `${root}/islands/inline.survey.ts`]
          : [
              `${root}/styles/staff.css`,
              ...islands
                .filter((file) => !file.startsWith("inline."))
                .map((file) => `${root}/islands/${file}`),
            ],
        output: inline
          ? { entryFileNames: "[name].txt", assetFileNames: "[name][extname]" }
          : {
              entryFileNames: "assets/[name].[hash].js",
              chunkFileNames: "assets/[name].[hash].js",
              assetFileNames: "assets/[name].[hash][extname]",
            },
      },
    },
  };
});
