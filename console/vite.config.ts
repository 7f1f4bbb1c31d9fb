import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The address of a running gateway, for `vite console` while working on the page itself. */
const GATEWAY = 'http://127.0.0.1:4000';

/** How the playground is bundled: `scripts/build-console.ts` calls this, `vite console` serves it. */
export default defineConfig({
  root: import.meta.dirname,
  // Relative addresses, so that the page also works behind a proxy that adds a path before it.
  base: './',
  plugins: [react(), preloadEditor()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // Monaco, the editor, is one chunk of 2.8 MB; it travels as 0.6 MB and is cached for good.
    chunkSizeWarningLimit: 4_000,
  },
  server: { proxy: { '/graphql': { target: GATEWAY, ws: true } } },
});

/** GraphiQL asks for the editor only after its own code runs; the page asks for both at once. */
function preloadEditor(): Plugin {
  return {
    name: 'preload-editor',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => /monaco-editor-.*\.js$/.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', href: `./${file}` },
            injectTo: 'head',
          })),
    },
  };
}
