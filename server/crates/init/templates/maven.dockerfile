{% include "header" %}
{{ note("java-build") }}
{% if wrapper %}
FROM eclipse-temurin:{{ version.text }}-jdk AS build
{% else %}
FROM maven:{{ versions.maven }}-eclipse-temurin-{{ version.text }} AS build
{% endif %}
WORKDIR /src
{% if manifests %}

{{ note("deps") }}
{% if wrapper %}
COPY mvnw ./
COPY .mvn ./.mvn
{% endif %}
COPY {{ copy(manifests, "./") }}
RUN --mount=type=cache,target=/root/.m2/repository \
    {{ mvn }} dependency:go-offline
{% endif %}

{{ note("sources") }}
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository \
    {{ mvn }} package -DskipTests{{ module_options }}
{% if layers %}
RUN cp {{ jar }} application.jar \
    && java -Djarmode=tools -jar application.jar extract --layers --destination /out
{% elif quarkus %}
RUN cp -r {{ folder }}target/quarkus-app /out
{% else %}
RUN mkdir /out && cp {{ jar }} /out/app.jar
{% endif %}

{% include "java-final" %}
