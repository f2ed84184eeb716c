{% include "header" %}
{{ note("rust-build") }}
FROM rust:{{ version.text }}{{ suite }} AS build
WORKDIR /src
COPY . .

{{ note("rust-cache") }}
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/usr/local/cargo/git \
    --mount=type=cache,target=/src/target \
    cargo build --release{{ " --locked" if locked }}{{ " --package " ~ package if package }} --bin {{ bin }} \
    && cp target/release/{{ bin }} /usr/local/bin/

{{ note("distroless") }}
FROM gcr.io/distroless/cc-debian{{ versions.debian }}:nonroot AS final
WORKDIR /app
COPY --from=build /usr/local/bin/{{ bin }} /usr/local/bin/
{% for folder in kept %}
COPY {{ copy([folder], "./" ~ folder) }}
{% endfor %}
USER 65532
{% include "footer" %}
