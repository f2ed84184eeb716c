{{ note("user") }}
RUN useradd --uid 10001 --create-home app
