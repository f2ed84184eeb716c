# Three slips of the finger.
FORM node:22-alpine AS build
FROM node:22-alpine
WROKDIR /app
COPY . .
RUN npm ci
EXPOSED 3000
CMD ["node", "server.js"]
