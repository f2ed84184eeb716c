{% include "header" %}
{{ note("ruby-build") }}
FROM ruby:{{ version.text }} AS build
WORKDIR /app
ENV BUNDLE_FROZEN=1 BUNDLE_WITHOUT=development:test RAILS_ENV=production
{% if node %}

{{ note("rails-node") }}
COPY --from=node:{{ versions.node }} /usr/local/bin/ /usr/local/bin/
COPY --from=node:{{ versions.node }} /usr/local/lib/node_modules/ /usr/local/lib/node_modules/
{% endif %}

{{ note("deps") }}
COPY {{ copy(manifests, "./") }}
RUN --mount=type=cache,target=/usr/local/bundle/cache \
    bundle install
{% if node %}
COPY {{ copy(node.manifests, "./") }}
{% if node.global %}
RUN --mount=type=cache,target=/root/.npm \
    npm install --global {{ node.global }}
{% endif %}
RUN --mount=type=cache,target={{ node.cache }}{{ node.sharing }} \
    {{ node.install }}
{% endif %}

{{ note("sources") }}
COPY . .
{% if assets %}
{{ note("rails-assets") }}
RUN SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile{{ " && rm -rf node_modules" if node }} \
    && mkdir -p log storage tmp && chown -R 10001:10001 log storage tmp
{% else %}
RUN mkdir -p log storage tmp && chown -R 10001:10001 log storage tmp
{% endif %}

{{ note("final") }}
FROM ruby:{{ version.text }}-slim AS final
WORKDIR /app
ENV BUNDLE_FROZEN=1 BUNDLE_WITHOUT=development:test RAILS_ENV=production
{% include "ruby-packages" %}

{% include "user" %}
COPY --from=build /usr/local/bundle /usr/local/bundle
COPY --from=build /app ./
USER 10001
{% include "footer" %}
