{% include "header" %}
{{ note("ruby-build") }}
FROM ruby:{{ version.text }} AS build
WORKDIR /app
ENV {{ "BUNDLE_FROZEN=1 " if locked }}BUNDLE_WITHOUT=development:test

{{ note("deps") }}
COPY {{ copy(manifests, "./") }}
RUN --mount=type=cache,target=/usr/local/bundle/cache \
    bundle install

{{ note("final") }}
FROM ruby:{{ version.text }}-slim AS final
WORKDIR /app
ENV {{ "BUNDLE_FROZEN=1 " if locked }}BUNDLE_WITHOUT=development:test RACK_ENV=production
{% include "ruby-packages" %}

{% include "user" %}
COPY --from=build /usr/local/bundle /usr/local/bundle
COPY . .
USER 10001
{% include "footer" %}
