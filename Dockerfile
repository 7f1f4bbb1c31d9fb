# syntax=docker/dockerfile:1

# Everything, to bundle the gateway and the playground.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci --no-audit --no-fund --ignore-scripts
COPY datasources/ datasources/
COPY changes/ changes/
COPY resolvers/ resolvers/
COPY server/ server/
COPY console/ console/
COPY scripts/ scripts/
RUN node scripts/build-gateway.ts && node scripts/build-console.ts

# What runs: the bundle, and for the embedded systems and the commands the sources and the packages without those of development.
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
COPY --from=build /app/dist/ dist/
COPY --from=build /app/console/dist/ console/dist/

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
RUN node server/main.js --help >/dev/null
VOLUME /data
EXPOSE 4000 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/main.js"]
