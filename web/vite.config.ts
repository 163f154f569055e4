import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, URL } from "node:url";
import { gzipSync } from "node:zlib";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { loadEnv, type Plugin } from "vite";
import { defineConfig } from "vitest/config";

const API_PATHS = ["/console/api", "/v1", "/files", "/health", "/openapi.json", "/mcp", "/triggers"];

const LIBRARIES =
  "react|react-dom|scheduler|react-i18next|i18next|@tanstack/(?!react-virtual|virtual-core)[^/]+|openapi-fetch|clsx";
const OWN =
  "api|i18n/index|ui/(Badge|Button|Field|LanguageAndTheme|Menu|Page|QueryList|RelativeTime|ThemeToggle|Toaster|Tooltip|[a-z]+Text|nonce|states|theme|time)";
const BASE = new RegExp(`node_modules/(${LIBRARIES})/|src/(${OWN})`);

/** Writes `x.js.gz` beside `x.js`: the server has nothing to compress. */
function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle() {
      if (!existsSync(folder)) return;
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        if (!/\.(js|css|html|svg|json)$/.test(name)) continue;
        const bytes = readFileSync(join(folder, name));
        if (bytes.length > 1024) writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, ".", "");
  const target = env.API_URL || `http://127.0.0.1:${env.API_PORT || 5001}`;
  return {
    plugins: [react(), tailwindcss(), compressed()],
    resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
    server: {
      port: Number(env.WEB_PORT || 3000),
      strictPort: true,
      // The name that the browser asked for is kept, so that links to files lead here again.
      proxy: Object.fromEntries(API_PATHS.map((path) => [path, { target, changeOrigin: false }])),
    },
    build: {
      manifest: true,
      // Browsers that know light-dark() themselves: written in another way it follows the system only.
      // What every page needs in one file: forty small ones come later, and are larger together.
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: "base", test: BASE }] } } },
      target: ["chrome123", "edge123", "firefox120", "safari17.5"],
    },
    test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
  };
});
