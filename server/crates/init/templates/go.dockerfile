{% include "header" %}
{% if cgo %}
{{ note("go-cgo") }}
FROM golang:{{ version.text }}{{ suite }} AS build
{% else %}
{{ note("go-build") }}
FROM --platform=$BUILDPLATFORM golang:{{ version.text }} AS build
{% endif %}
WORKDIR /src
{% if manifests %}

{{ note("deps") }}
COPY {{ copy(manifests, "./") }}
RUN --mount=type=cache,target=/go/pkg/mod \
    go mod download
{% endif %}

{{ note("sources") }}
COPY . .
{% if not cgo %}
{{ note("go-platform") }}
ARG TARGETOS TARGETARCH
{% endif %}
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
{% if cgo %}
    CGO_ENABLED=1 go build -trimpath -ldflags="-s -w" -o /out/app {{ package | sh }}
{% else %}
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -ldflags="-s -w" -o /out/app {{ package | sh }}
{% endif %}

{{ note("distroless") }}
FROM gcr.io/distroless/{{ "base" if cgo else "static" }}-debian{{ versions.debian }}:nonroot AS final
WORKDIR /app
COPY --from=build /out/app /usr/local/bin/{{ name }}
{% for folder in kept %}
COPY {{ copy([folder], "./" ~ folder) }}
{% endfor %}
USER 65532
{% include "footer" %}
