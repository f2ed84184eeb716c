# The delimiter on the last line is indented, but the opener has no dash.
FROM alpine:3.20
WORKDIR /app
RUN <<EOF
apk add --no-cache curl
curl --version
    EOF
CMD ["curl", "--help"]
