{% include "header" %}
{{ note("java-build") }}
{% if wrapper %}
FROM eclipse-temurin:{{ version.text }}-jdk AS build
{% else %}
FROM gradle:{{ versions.gradle }}-jdk{{ version.text }} AS build
{% endif %}
WORKDIR /src
{% if manifests %}

{{ note("deps") }}
{% if wrapper %}
COPY gradlew ./
{% endif %}
{% for folder in folders %}
COPY {{ folder }} ./{{ folder }}
{% endfor %}
COPY {{ copy(manifests, "./") }}
RUN --mount=type=cache,target=/root/.gradle/caches,sharing=locked \
{% if wrapper %}
    --mount=type=cache,target=/root/.gradle/wrapper \
{% endif %}
    {{ gradle }} dependencies
{% endif %}

{{ note("sources") }}
COPY . .
RUN --mount=type=cache,target=/root/.gradle/caches,sharing=locked \
{% if wrapper %}
    --mount=type=cache,target=/root/.gradle/wrapper \
{% endif %}
    {{ gradle }} {{ task }}
{% if layers %}
RUN cp {{ folder }}build/libs/*.jar application.jar \
    && java -Djarmode=tools -jar application.jar extract --layers --destination /out
{% elif quarkus %}
RUN cp -r {{ folder }}build/quarkus-app /out
{% elif distribution %}
RUN cp -r {{ folder }}build/install/{{ distribution }} /out
{% else %}
RUN mkdir /out && cp {{ folder }}build/libs/*.jar /out/app.jar
{% endif %}

{% include "java-final" %}
