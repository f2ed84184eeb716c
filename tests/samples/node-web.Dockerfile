# syntax=docker/dockerfile:1
# A single-page app: dependencies, build, and a small web server.
ARG NODE_VERSION=22.11

FROM node:${NODE_VERSION}-alpine AS deps
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --no-audit --no-fund

FROM deps AS build
ARG PUBLIC_URL=/
ENV NODE_ENV=production PUBLIC_URL=${PUBLIC_URL}
COPY . .
RUN npm run build && \
    # source maps stay out of the image
    find dist -name '*.map' -delete

FROM nginx:1.27-alpine
COPY --from=build --chown=nginx:nginx /app/dist /usr/share/nginx/html
COPY deploy/nginx.conf /etc/nginx/conf.d/default.conf
EXPOSE 8080/tcp
USER nginx
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=3 \
    CMD wget -q -O /dev/null http://127.0.0.1:8080/ || exit 1
