# None of these is a JSON array of strings, so a shell gets to see the brackets.
FROM python:3.13
SHELL ['bash', '-c']
ENTRYPOINT ['python', '-m', 'app']
CMD ["--port", 8080]
VOLUME ["/data", "/logs"
RUN ["echo", "trailing",]
COPY ["only one"]
SHELL /bin/bash -c
