{% include "header" %}
{{ note("site-build") }}
FROM ruby:{{ version.text }} AS build
WORKDIR /src

{{ note("deps") }}
COPY {{ copy(manifests, "./") }}
RUN --mount=type=cache,target=/usr/local/bundle/cache \
    bundle install

{{ note("sources") }}
COPY . .
RUN JEKYLL_ENV=production bundle exec jekyll build --destination /out

{% include "nginx" %}
COPY --from=build /out/ /usr/share/nginx/html/

{% include "nginx-footer" %}
