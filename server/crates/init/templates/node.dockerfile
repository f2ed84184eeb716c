{% include "header" %}
{{ note("node-base") }}
FROM {{ image }} AS base
WORKDIR /app
{% if berry %}

{{ note("node-linker") }}
ENV YARN_NODE_LINKER=node-modules
{% endif %}
{% if global %}

{{ note("node-manager", manager) }}
RUN --mount=type=cache,target=/root/.npm \
    npm install --global {{ global }}
{% endif %}

{% if has_build %}
{{ note("node-build") }}
FROM base AS build
{% if manager == "bun" %}

{{ note("deps") }}
{% else %}

{% if secret_npmrc %}
{{ note("node-npmrc") }}
{% else %}
{{ note("deps") }}
{% endif %}
{% endif %}
COPY {{ "--parents " if workspaces }}{{ copy(manifests, "./") }}
{% if yarn_folder %}
COPY .yarn ./.yarn
{% endif %}
{% include "node-install" %}
    {{ install }}

{{ note("sources") }}
COPY . .
{% if next %}
ENV NEXT_TELEMETRY_DISABLED=1
RUN --mount=type=cache,target=/app/.next/cache \
    {{ build }}
{% else %}
RUN {{ build }}
{% endif %}

{% endif %}
{% if site %}
{% include "nginx" %}
COPY --from=build {{ copy(["/app/" ~ site ~ "/"], "/usr/share/nginx/html/") }}

{% include "nginx-footer" %}
{% else %}
{% if needs_modules %}
{{ note("node-production") }}
FROM base AS packages
{% if not has_build %}

{% if secret_npmrc %}
{{ note("node-npmrc") }}
{% else %}
{{ note("deps") }}
{% endif %}
{% endif %}
COPY {{ "--parents " if workspaces }}{{ copy(manifests, "./") }}
{% if yarn_folder %}
COPY .yarn ./.yarn
{% endif %}
{% include "node-install" %}
    {{ install_production }}

{% endif %}
{{ note("final") }}
FROM {{ image }} AS final
WORKDIR /app
ENV NODE_ENV=production
{% if next or host %}
{{ note("node-host") }}
ENV {{ "HOSTNAME" if next else "HOST" }}=0.0.0.0
{% endif %}
{% if standalone %}
{% if has_public %}
COPY --from=build /app/public ./public
{% endif %}
{{ note("next-writable") }}
COPY --from=build --chown=1000 /app/.next/standalone ./
COPY --from=build --chown=1000 /app/.next/static ./.next/static
{% elif has_build and kept %}
{% if needs_modules %}
COPY --from=packages /app/node_modules ./node_modules
{% endif %}
COPY --from=build {{ copy(single | prepend("/app/"), "./") }}
{% for folder in kept %}
{% if folder == ".next" %}
{{ note("next-writable") }}
{% endif %}
COPY --from=build {{ "--chown=1000 " if folder == ".next" }}{{ copy(["/app/" ~ folder], "./" ~ folder) }}
{% endfor %}
{% elif monorepo and has_build %}
COPY --from=build /app ./
{% elif monorepo %}
COPY --from=packages /app ./
COPY . .
{% elif has_build %}
{{ note("node-all") }}
COPY --from=build --exclude=node_modules /app ./
COPY --from=packages /app/node_modules ./node_modules
{% else %}
{% if needs_modules %}
COPY --from=packages /app/node_modules ./node_modules
{% endif %}
COPY . .
{% endif %}

{{ note("user-node") }}
USER 1000
{% include "footer" %}
{% endif %}
