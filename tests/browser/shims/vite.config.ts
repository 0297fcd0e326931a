import react from "@vitejs/plugin-react";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";

export default defineConfig({
  logLevel: "warn",
  plugins: [
    react({ include: /react.*\.tsx$/ }),
    solid({ include: /solid\.tsx$/ }),
    vue(),
    svelte({ configFile: false }),
  ],
  build: {
    rollupOptions: {
      input: ["index", "react", "react-hydration", "solid", "svelte", "vanilla", "vue"].map(
        (page) => `${page}.html`,
      ),
    },
  },
});
