{% if packages %}

{{ note("ruby-packages") }}
# dockwright ignore=AptGetPin;reason=Debian removes old versions from its mirrors
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    apt-get update && apt-get install -y --no-install-recommends {{ packages | join(" ") }}
{% endif %}
