{{ note("site-user") }}
USER 101
EXPOSE 8080

{{ note("site-health") }}
HEALTHCHECK CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/"]

{{ note("command") }}
CMD ["nginx", "-g", "daemon off;"]
