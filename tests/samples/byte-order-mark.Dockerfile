# escape=\
# Begins with a byte order mark.
FROM httpd:2.4
COPY public/ /usr/local/apache2/htdocs/
ENV TITLE="byte order mark" \
    LEVEL=warn
EXPOSE 80
