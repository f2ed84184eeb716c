{% if builder == "hugo" %}
{% include "header" %}
{{ note("site-build") }}
FROM ghcr.io/gohugoio/hugo:v{{ version.text }} AS build
WORKDIR /project
USER 0
COPY . .
RUN hugo build --minify --destination /out

{% include "nginx" %}
COPY --from=build /out/ /usr/share/nginx/html/
{% elif builder == "mkdocs" %}
{% include "header" %}
{{ note("site-build") }}
FROM python:{{ version.text }}-slim AS build
WORKDIR /src
{% if requirements %}

{{ note("deps") }}
COPY {{ copy([requirements], "./" ~ requirements_folder) }}
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install -r {{ requirements }}
{% else %}
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install {{ packages | join(" ") }}
{% endif %}

{{ note("sources") }}
COPY . .
RUN mkdocs build --strict --site-dir /out

{% include "nginx" %}
COPY --from=build /out/ /usr/share/nginx/html/
{% else %}
# syntax=docker/dockerfile:1

{{ note("header") }}

{% include "nginx" %}
COPY {{ copy([folder], "/usr/share/nginx/html/") }}
{% endif %}

{% include "nginx-footer" %}
