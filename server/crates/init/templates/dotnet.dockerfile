{% include "header" %}
{{ note("dotnet-build") }}
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:{{ version.text }} AS build
WORKDIR /src
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1
ARG TARGETARCH

{{ note("deps") }}
COPY --parents {{ copy(manifests, "./") }}
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet restore {{ project | sh }} --arch $TARGETARCH

{{ note("sources") }}
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish {{ project | sh }} --arch $TARGETARCH --no-restore --output /out

{{ note("final") }}
FROM mcr.microsoft.com/dotnet/{{ runtime }}:{{ version.text }} AS final
WORKDIR /app
COPY --from=build /out/ ./

{{ note("dotnet-user") }}
USER 1654
{% include "footer" %}
