{% include "header" %}
{{ note("php-base") }}
FROM dunglas/frankenphp:{{ versions.frankenphp }}-php{{ version.text }} AS base
WORKDIR /app
RUN install-php-extensions {{ extensions | join(" ") }}

{% if node %}
{{ note("php-assets") }}
FROM node:{{ versions.node }}-slim AS assets
WORKDIR /app
{% if node.global %}
RUN --mount=type=cache,target=/root/.npm \
    npm install --global {{ node.global }}
{% endif %}
COPY {{ copy(node.manifests, "./") }}
RUN --mount=type=cache,target={{ node.cache }}{{ node.sharing }} \
    {{ node.install }}
COPY . .
RUN {{ node.build }}

{% endif %}
{{ note("php-build") }}
FROM base AS build
COPY --from=composer:{{ versions.composer }} /usr/bin/composer /usr/bin/
ENV COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_CACHE_DIR=/root/.composer/cache{{ " APP_ENV=prod" if symfony }}

{{ note("deps") }}
COPY {{ copy(manifests, "./") }}
RUN --mount=type=cache,target=/root/.composer/cache \
    composer install --no-dev --no-interaction --no-scripts --no-autoloader

{{ note("sources") }}
COPY . .
{% if writable %}
RUN mkdir -p {{ writable | join(" ") }} \
    && composer dump-autoload --no-dev --optimize \
{% if scripts %}
    && composer run-script --no-dev post-install-cmd \
{% endif %}
    && chown -R 10001:10001 {{ owned | join(" ") }}
{% else %}
RUN composer dump-autoload --no-dev --optimize
{% endif %}

{{ note("final") }}
FROM base AS final
{{ note("php-server") }}
ENV SERVER_NAME=:8080{{ " SERVER_ROOT=/app" if not public }}{{ " APP_ENV=prod" if symfony }}
RUN cp "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"

{{ note("php-user") }}
RUN useradd --uid 10001 --create-home app \
    && setcap -r /usr/local/bin/frankenphp \
    && chown -R app:app /config/caddy /data/caddy
COPY --from=build /app ./
{% if node %}
COPY --from=assets /app/public/build ./public/build
{% endif %}
USER 10001
{% include "footer" %}
