{% if secret_npmrc %}
RUN --mount=type=secret,id=npmrc,target=/app/.npmrc \
    --mount=type=cache,target={{ cache }}{{ sharing }} \
{% else %}
RUN --mount=type=cache,target={{ cache }}{{ sharing }} \
{% endif %}
{% if skip_prepare %}
    npm pkg delete scripts.prepare && \
{% endif %}
