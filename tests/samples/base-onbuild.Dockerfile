# Teams build FROM this image; their sources come in by triggers.
FROM python:3.12-alpine
LABEL maintainer.team="platform" purpose="base image"
WORKDIR /app
ONBUILD ARG EXTRA_INDEX=""
ONBUILD COPY requirements.txt /app/
ONBUILD RUN pip install --no-cache-dir ${EXTRA_INDEX:+--extra-index-url "$EXTRA_INDEX"} -r requirements.txt
ONBUILD COPY . /app
ONBUILD USER nobody
ONBUILD HEALTHCHECK --timeout=2s CMD ["python", "-m", "app.health"]
CMD ["python", "-m", "app"]
