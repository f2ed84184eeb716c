# Saved by an editor on Windows: lines end with CR LF.
FROM alpine:3.20 AS pack
WORKDIR /pack
COPY . .
RUN tar -cf /pack.tar \
    --exclude=.git \
    .
RUN <<EOF
set -e
ls -l /pack.tar
EOF

FROM busybox:1.36
COPY --from=pack /pack.tar /
LABEL kind="archive" \
      made.by="crlf"
CMD ["sleep", "1d"]
