import type { NextConfig } from "next";

const config: NextConfig = {
  // The root of this application, whatever lies in the folders above.
  turbopack: { root: import.meta.dirname },
};

export default config;
