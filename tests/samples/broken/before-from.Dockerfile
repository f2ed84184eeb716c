# Only ARG may stand before the first FROM.
LABEL stage=none
RUN echo too early
ARG VERSION=3.20
FROM alpine:${VERSION}
ENTRYPOINT
COPY justone
ADD
USER
WORKDIR
MAINTAINER
