FROM nginx:1.27
HEALTHCHECK --interval=5 CMD curl -f http://localhost/
HEALTHCHECK --retries=often CMD true
HEALTHCHECK curl -f http://localhost/
HEALTHCHECK NONE please
HEALTHCHECK --timeout=1s
HEALTHCHECK CMD
ONBUILD ONBUILD RUN true
ONBUILD FROM alpine
STOPSIGNAL
EXPOSE http
EXPOSE 80/sctp/tcp
