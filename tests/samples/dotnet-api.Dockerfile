# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
ARG CONFIGURATION=Release
WORKDIR /source
COPY *.sln .
COPY Billing.Api/*.csproj Billing.Api/
COPY Billing.Core/*.csproj Billing.Core/
RUN dotnet restore
COPY . .
WORKDIR /source/Billing.Api
RUN dotnet publish -c ${CONFIGURATION} -o /publish --no-restore

FROM build AS test
RUN dotnet test --no-restore --logger "trx;LogFileName=results.trx"

FROM mcr.microsoft.com/dotnet/aspnet:8.0 AS final
WORKDIR /app
COPY --from=build /publish .
ENV ASPNETCORE_URLS=http://+:8080 DOTNET_EnableDiagnostics=0
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["dotnet", "Billing.Api.dll"]
