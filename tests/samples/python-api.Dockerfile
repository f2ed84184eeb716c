# syntax=docker/dockerfile:1.7
FROM python:3.13-slim AS base
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PATH=/opt/venv/bin:$PATH

FROM base AS build
# The private index needs a token, which must not end up in a layer.
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN --mount=type=secret,id=pip_conf,target=/etc/pip.conf,required=true \
    --mount=type=cache,target=/root/.cache/pip \
    pip install --requirement /tmp/requirements.txt

FROM base
LABEL org.opencontainers.image.title="Ledger API" \
      org.opencontainers.image.description="Books, accounts and a \"dry run\" mode" \
      org.opencontainers.image.licenses=MIT
RUN useradd --system --uid 10001 --home-dir /srv ledger
WORKDIR /srv
COPY --from=build /opt/venv /opt/venv
COPY --chown=ledger:ledger --chmod=0755 ledger/ ledger/
USER ledger
EXPOSE 8000
STOPSIGNAL SIGINT
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--workers", "2", "ledger.app:create()"]
