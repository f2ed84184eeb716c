# syntax=docker/dockerfile:1
FROM --platform=$BUILDPLATFORM golang:1.23-bookworm AS build
ARG TARGETOS
ARG TARGETARCH
WORKDIR /src
RUN --mount=type=bind,source=go.mod,target=go.mod \
    --mount=type=bind,source=go.sum,target=go.sum \
    --mount=type=cache,target=/go/pkg/mod \
    go mod download -x
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build,sharing=locked \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -ldflags='-s -w' -o /out/orders ./cmd/orders

FROM scratch AS artifact
COPY --from=build /out/orders /

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/orders /usr/local/bin/orders
EXPOSE 9000 9001/udp
ENTRYPOINT ["/usr/local/bin/orders"]
CMD ["--listen", ":9000"]
