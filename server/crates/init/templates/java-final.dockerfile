{{ note("java-final") }}
FROM eclipse-temurin:{{ version.text }}-jre AS final
WORKDIR /app

{% include "user" %}
{% if layers %}
{{ note("java-layers") }}
COPY --from=build /out/dependencies/ ./
COPY --from=build /out/spring-boot-loader/ ./
COPY --from=build /out/snapshot-dependencies/ ./
COPY --from=build /out/application/ ./
{% else %}
COPY --from=build /out/ ./
{% endif %}
USER 10001
{% include "footer" %}
