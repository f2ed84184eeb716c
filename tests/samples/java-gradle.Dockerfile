FROM eclipse-temurin:21-jdk AS builder
WORKDIR /workspace
COPY gradlew settings.gradle.kts build.gradle.kts ./
COPY gradle gradle
RUN ./gradlew --no-daemon dependencies > /dev/null
COPY src src
RUN ./gradlew --no-daemon bootJar && \
    mkdir -p build/layers && \
    java -Djarmode=layertools -jar build/libs/*.jar extract --destination build/layers

FROM eclipse-temurin:21-jre
ARG UID=1001
RUN groupadd -g "${UID}" spring && useradd -u "${UID}" -g spring -m spring
USER spring:spring
WORKDIR /app
COPY --from=builder /workspace/build/layers/dependencies/ ./
COPY --from=builder /workspace/build/layers/spring-boot-loader/ ./
COPY --from=builder /workspace/build/layers/snapshot-dependencies/ ./
COPY --from=builder /workspace/build/layers/application/ ./
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError"
VOLUME ["/app/data", "/tmp"]
EXPOSE 8080
ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]
