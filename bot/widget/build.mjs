// Builds src/ into one file, widget.js, and its gzip. The same sources give the same bytes.
import { readFile, writeFile } from "node:fs/promises";
import { constants, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const TARGET = ["chrome90", "firefox90", "safari15"];
const LICENCE = "/*! needling-chat, Apache-2.0. Contains Preact, MIT, (c) Jason Miller and contributors. */";

const minifiedCss = {
  name: "minified-css",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const { code } = await transform(source, { loader: "css", minify: true, target: TARGET });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const here = (name) => new URL(name, import.meta.url).pathname;

const result = await build({
  entryPoints: [here("src/index.js")],
  bundle: true,
  format: "iife",
  minify: true,
  charset: "ascii",
  legalComments: "none",
  banner: { js: LICENCE },
  target: TARGET,
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [minifiedCss],
  write: false,
});

const script = Buffer.from(result.outputFiles[0].contents);
const packed = gzipSync(script, { level: constants.Z_BEST_COMPRESSION });
packed[9] = 255; // the operating system's number would differ between machines
await writeFile(here("widget.js"), script);
await writeFile(here("widget.js.gz"), packed);
console.log(`widget.js ${script.length} bytes, gzip ${packed.length}`);
