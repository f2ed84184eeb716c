FROM composer:2 AS vendor
WORKDIR /app
COPY composer.json composer.lock ./
RUN composer install \
      --no-dev \
      --no-interaction \
      --no-progress \
      --prefer-dist \
      --ignore-platform-reqs

FROM php:8.3-fpm-alpine
RUN set -eux; \
    apk add --no-cache --virtual .build-deps \
        $PHPIZE_DEPS \
        icu-dev \
        libzip-dev \
    ; \
    docker-php-ext-install -j"$(nproc)" intl opcache pdo_mysql zip; \
    apk add --no-cache icu-libs libzip; \
    apk del .build-deps

# The pool listens on a socket that the web server mounts.
COPY docker/php/*.ini $PHP_INI_DIR/conf.d/
COPY docker/php/pool.conf /usr/local/etc/php-fpm.d/zz-pool.conf
WORKDIR /var/www/shop
COPY --chown=www-data:www-data . .
COPY --chown=www-data:www-data --from=vendor /app/vendor ./vendor
USER www-data
EXPOSE 9000
CMD ["php-fpm", "--nodaemonize"]
