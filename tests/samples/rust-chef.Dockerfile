# syntax=docker/dockerfile:1
ARG RUST=1.84
ARG DEBIAN=bookworm
FROM rust:${RUST}-slim-${DEBIAN} AS chef
RUN cargo install --locked cargo-chef
WORKDIR /build

FROM chef AS plan
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM chef AS compile
COPY --from=plan /build/recipe.json .
RUN cargo chef cook --release --recipe-path recipe.json
COPY . .
RUN --mount=type=ssh \
    --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=tmpfs,target=/scratch,size=512m \
    TMPDIR=/scratch cargo build --release --locked --bin courier

FROM debian:${DEBIAN}-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates tini \
 && rm -rf /var/lib/apt/lists/*
COPY --link --from=compile /build/target/release/courier /usr/local/bin/
ENTRYPOINT ["/usr/bin/tini", "--", "courier"]
