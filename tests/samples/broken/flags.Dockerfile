FROM debian:bookworm
COPY --chwon=www-data:www-data site/ /var/www/
COPY --chown=root --chown=www-data conf/ /etc/site/
ADD --unpack=true data.tar /data/
RUN --mount=type=cahce,target=/root/.cache make
RUN --mount=target make install
WORKDIR --create /srv
USER www-data
