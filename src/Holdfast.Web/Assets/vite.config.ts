import { defineConfig } from "vite";

// Names without hashes: the pages name app.js and app.css, and the service worker lists what it keeps.
export default defineConfig({
  base: "/assets/",
  publicDir: "public",
  build: {
    outDir: "../wwwroot/assets",
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome123", "firefox128", "safari17.5"],
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    license: { fileName: "licences.md" },
    rollupOptions: {
      input: { app: "src/app.ts" },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        assetFileNames: ({ names }) => {
          const [name = ""] = names;
          // One style sheet; and a name for MapLibre's worker that every server knows to be JavaScript.
          return name.endsWith(".css") ? "app.css" : name.endsWith(".mjs") ? "[name].js" : "[name][extname]";
        },
      },
    },
  },
});
