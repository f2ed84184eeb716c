# syntax=docker/dockerfile:1
ARG REGISTRY=docker.io
ARG FLAVOUR=alpine
ARG VERSION=3.20

FROM ${REGISTRY}/library/${FLAVOUR}:${VERSION} AS common
ARG VERSION
ENV APP_HOME=/srv/app APP_USER=app
ENV APP_CONFIG="${APP_HOME}/etc" APP_LOG='${not expanded}' APP_PORT=${PORT:-8080}
ENV SHORT=${VERSION%.*} FIRST=${VERSION%%.*} REST=${VERSION#*.} DASHED=${VERSION//./-}
WORKDIR ${APP_HOME}
RUN addgroup -S "$APP_USER" && adduser -S -G "$APP_USER" "$APP_USER"
COPY --chown=${APP_USER}:${APP_USER} conf/${FLAVOUR}.toml ${APP_CONFIG}/app.toml
LABEL build.base="$FLAVOUR-$VERSION" build.price=\$5 build.path="${APP_HOME:?must be set}"
EXPOSE ${APP_PORT}
USER ${APP_USER}

FROM common AS debug
USER root
RUN apk add --no-cache gdb strace
FROM common
CMD ["sh", "-c", "exec app --config \"$APP_CONFIG/app.toml\""]
