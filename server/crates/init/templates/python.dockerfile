{% include "header" %}
{{ note("python-build") }}
FROM python:{{ version.text }} AS build
{% if manager == "uv" %}
COPY --from=ghcr.io/astral-sh/uv:{{ versions.uv }} /uv /bin/
WORKDIR /app

{{ note("python-uv") }}
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never

{{ note("deps") }}
COPY {{ copy(manifests, "./") }}
RUN --mount=type=cache,target=/root/.cache/uv \
    uv sync --locked --no-dev --no-install-project{{ " --no-install-workspace" if workspace }}
{% if is_package %}

{{ note("sources") }}
COPY . .
RUN --mount=type=cache,target=/root/.cache/uv \
    uv sync --locked --no-dev
{% endif %}
{% elif manager == "poetry" %}
WORKDIR /app
ENV POETRY_NO_INTERACTION=1 POETRY_VIRTUALENVS_IN_PROJECT=1
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install poetry=={{ versions.poetry }}.*

{{ note("deps") }}
COPY {{ copy(manifests, "./") }}
RUN --mount=type=cache,target=/root/.cache/pypoetry \
    poetry install --only main --no-root
{% if is_package %}

{{ note("sources") }}
COPY . .
RUN --mount=type=cache,target=/root/.cache/pypoetry \
    poetry install --only main
{% endif %}
{% elif manager == "pipenv" %}
WORKDIR /app
ENV PIPENV_VENV_IN_PROJECT=1
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install pipenv=={{ versions.pipenv }}

{{ note("deps") }}
COPY {{ copy(manifests, "./") }}
RUN --mount=type=cache,target=/root/.cache/pipenv \
    --mount=type=cache,target=/root/.cache/pip \
    pipenv sync
{% else %}
WORKDIR /app

{{ note("python-venv") }}
RUN python -m venv .venv
ENV PATH="/app/.venv/bin:$PATH"

{% if manager == "requirements" and needs_sources %}
{{ note("python-project") }}
COPY . .
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install -r {{ requirements }}
{% elif manager == "requirements" %}
{{ note("deps") }}
{% if in_folder %}
COPY {{ in_folder }} ./{{ in_folder }}
{% else %}
COPY {{ copy(manifests, "./") }}
{% endif %}
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install -r {{ requirements }}
{% else %}
{{ note("python-project") }}
COPY . .
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install .
{% endif %}
{% endif %}

{{ note("final") }}
FROM python:{{ version.text }}-slim AS final
WORKDIR /app
{{ note("python-environment") }}
ENV PATH="/app/.venv/bin:$PATH" PYTHONUNBUFFERED=1{{ " PYTHONPATH=/app/src" if src }}

{% include "user" %}
{% if is_whole %}
COPY --from=build /app ./
{% else %}
COPY --from=build /app/.venv ./.venv

{{ note("sources") }}
COPY . .
{% endif %}
USER 10001
{% include "footer" %}
