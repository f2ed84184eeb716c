# A stage without a name, and a base without anything.
FROM golang:1.23 AS
RUN go version
FROM
COPY --from=0 /usr/local/go/VERSION /
FROM alpine latest
FROM alpine:3.20 AS 1st-stage
