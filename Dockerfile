# syntax=docker/dockerfile:1

# Everything, to bundle the playground.
FROM node:24-slim AS console
WORKDIR /app
COPY package.json package-lock.json ./
COPY console/ console/
COPY scripts/build-console.ts scripts/
COPY datasources/thrown.ts datasources/
RUN npm ci --no-audit --no-fund --ignore-scripts && node scripts/build-console.ts

# What runs: packages without those of development, and the sources, which Node runs as they are.
FROM node:24-slim AS product
WORKDIR /app
COPY package.json package-lock.json LICENSE ./
RUN npm ci --no-audit --no-fund --ignore-scripts --omit=dev
COPY schema/ schema/
COPY datasources/ datasources/
COPY changes/ changes/
COPY resolvers/ resolvers/
COPY server/ server/
COPY services/ services/
COPY scripts/ scripts/
COPY --from=console /app/console/dist/ console/dist/

FROM node:24-slim
WORKDIR /app
COPY --from=product /app/ ./
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    SHUTDOWN_DELAY_MS=3000 \
    METRICS_HOST=0.0.0.0 \
    METRICS_PORT=9464 \
    DATA_DIR=/data
RUN mkdir -p /data node_modules/.cache/isthmus && chown node:node /data node_modules/.cache/isthmus
USER node
# What Node makes of the sources is made here, as nothing can be written later: starts take less time, and less memory. By the user that
# runs it, as Node keeps it for each user apart, and for that one's eyes.
RUN node --import ./server/compile-cache.js server/main.ts --help >/dev/null
VOLUME /data
EXPOSE 4000 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "./server/compile-cache.js", "server/main.ts"]
