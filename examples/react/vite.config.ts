import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // `npm run dev` serves the page on a port of its own; the API stays on the same origin for it.
  server: { proxy: { "/api/auth": "http://127.0.0.1:3000" } },
});
